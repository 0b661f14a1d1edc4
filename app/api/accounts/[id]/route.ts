// One account with everything around it.
import { requireAccount } from '@/server/cache/accounts';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({ allow: 'accounts:read', run: ({ id }) => requireAccount(db, id) });
