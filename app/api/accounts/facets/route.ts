// How many accounts each value of each filter would leave.
import { AccountFilters } from '@/domain/account-query';
import { countFacets } from '@/server/cache/account-facets';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({
  allow: 'accounts:read',
  query: AccountFilters,
  run: ({ query }) => countFacets(db, query),
});
