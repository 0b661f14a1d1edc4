// Why an account is as old as it is.
import { readAccountFreshness } from '@/server/cache/freshness';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({ allow: 'accounts:read', run: ({ id }) => readAccountFreshness(db, id) });
