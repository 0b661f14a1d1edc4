// What a list of sessions may be asked for.
import { z } from 'zod';
import { FilterValues, PageCursor, PageLimit } from './page';

export const SessionFilters = z.strictObject({
  /** open, succeeded, failed, cancelled */
  outcome: FilterValues,
  /** created, relink, looked_up */
  origin: FilterValues,
  /** Ids of customers and connected accounts. */
  holder: FilterValues,
  /** The start of a session's or holder's id, or a part of the holder's name. */
  q: z.string().trim().max(200).optional(),
});
export type SessionFilters = z.infer<typeof SessionFilters>;

export const SessionQuery = SessionFilters.extend({
  sort: z
    .string()
    .regex(/^-?firstSeenAt$/, 'firstSeenAt, with - for newest first')
    .default('-firstSeenAt'),
  limit: PageLimit,
  cursor: PageCursor,
});
export type SessionQuery = z.infer<typeof SessionQuery>;
