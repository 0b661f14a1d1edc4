// The totals of the first page.
import { readOverview } from '@/server/cache/overview';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({ allow: 'overview:read', run: () => readOverview(db) });
