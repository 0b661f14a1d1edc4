// What the history of refreshes may be asked for.
import { z } from 'zod';

/** What GET /api/accounts/{id}/refreshes may be asked for. */
export const RefreshHistoryQuery = z.strictObject({
  /** Nothing that began before this moment. */
  from: z.iso.datetime('An ISO 8601 time in UTC').optional(),
});
export type RefreshHistoryQuery = z.infer<typeof RefreshHistoryQuery>;
