// The events that Stripe delivered or that a sweep found.
import { EventQuery } from '@/domain/event-query';
import { listEvents } from '@/server/cache/events';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({
  allow: 'events:read',
  query: EventQuery,
  run: ({ query }) => listEvents(db, query),
});
