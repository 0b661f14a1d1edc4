// Which accounts stand before and after one in a list.
import { NeighbourQuery } from '@/domain/account-query';
import { readNeighbours } from '@/server/cache/account-neighbours';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({
  allow: 'accounts:read',
  query: NeighbourQuery,
  run: ({ id, query }) => readNeighbours(db, id, query),
});
