// One event with what it carried.
import { requireEvent } from '@/server/cache/events';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({ allow: 'events:read', run: ({ id }) => requireEvent(db, id) });
