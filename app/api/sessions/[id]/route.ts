// One session with the accounts that it brought.
import { requireSession } from '@/server/cache/sessions';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({ allow: 'sessions:read', run: ({ id }) => requireSession(db, id) });
