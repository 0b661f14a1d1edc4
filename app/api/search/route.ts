// The few accounts, holders and sessions that a text may mean.
import { SearchQuery } from '@/domain/search-query';
import { searchEverything } from '@/server/cache/search';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({
  allow: 'search:read',
  query: SearchQuery,
  run: ({ query }) => searchEverything(db, query.q),
});
