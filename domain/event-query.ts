// What the list of events may be asked for.
import { z } from 'zod';
import { eventStates } from './event';
import { PageCursor, PageLimit } from './page';

/** What GET /api/events/facets may be asked for. */
export const EventFilters = z.strictObject({
  state: z.array(z.enum(eventStates)).max(eventStates.length).default([]),
  type: z.array(z.string().min(1).max(255)).max(20).default([]),
  account: z.string().min(1).max(255).optional(),
});
export type EventFilters = z.infer<typeof EventFilters>;

/** What GET /api/events may be asked for. */
export const EventQuery = EventFilters.extend({ limit: PageLimit, cursor: PageCursor });
export type EventQuery = z.infer<typeof EventQuery>;
