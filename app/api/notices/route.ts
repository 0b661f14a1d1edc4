// What operators should know, until it is over.
import { listNotices } from '@/server/cache/notices';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({ allow: 'events:read', run: () => listNotices(db) });
