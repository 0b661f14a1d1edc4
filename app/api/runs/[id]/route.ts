// One run with the proof of what it found.
import { requireRun } from '@/server/cache/runs';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({ allow: 'runs:read', run: ({ id }) => requireRun(db, id) });
