// What happened to an account, newest first.
import { TimelineQuery } from '@/domain/timeline';
import { listTimeline } from '@/server/cache/timeline';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({
  allow: 'accounts:read',
  query: TimelineQuery,
  run: ({ id, query }) => listTimeline(db, id, query),
});
