// The owners of an account, masked.
import { listOwners } from '@/server/cache/owners';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({ allow: 'owners:read', run: ({ id }) => listOwners(db, id) });
