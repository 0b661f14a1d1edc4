// What waits for the worker, by kind, and actions without a result.
import { readJobs } from '@/server/cache/jobs';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({ allow: 'runs:read', run: () => readJobs(db) });
