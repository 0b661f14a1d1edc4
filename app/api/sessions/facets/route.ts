// How many sessions each outcome and each origin would leave.
import { SessionFilters } from '@/domain/session-query';
import { countSessionFacets } from '@/server/cache/sessions';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({
  allow: 'sessions:read',
  query: SessionFilters,
  run: ({ query }) => countSessionFacets(db, query),
});
