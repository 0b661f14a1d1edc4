// What needs mending; a relink session for one login.
import { RelinkCreate, RelinkQuery } from '@/domain/relink-query';
import { listRelinks } from '@/server/cache/relinks';
import { createRelink } from '@/server/commands/relink';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({
  allow: 'relinks:read',
  query: RelinkQuery,
  run: ({ query }) => listRelinks(db, query),
});

export const POST = handle({
  allow: 'relinks:create',
  body: RelinkCreate,
  run: ({ body, intent }) => createRelink(body.accountId, intent),
});
