// How many events each result and each type would leave.
import { EventFilters } from '@/domain/event-query';
import { countEventFacets } from '@/server/cache/events';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({
  allow: 'events:read',
  query: EventFilters,
  run: ({ query }) => countEventFacets(db, query),
});
