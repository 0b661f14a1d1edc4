// What the list of runs may be asked for, and what starts one.
import { z } from 'zod';
import { PageCursor, PageLimit } from './page';
import { runKinds } from './run';

/** What GET /api/runs may be asked for. */
export const RunQuery = z.strictObject({
  kind: z.array(z.enum(runKinds)).max(runKinds.length).default([]),
  limit: PageLimit,
  cursor: PageCursor,
});
export type RunQuery = z.infer<typeof RunQuery>;

/** POST /api/runs: one now. */
export const RunCreate = z.strictObject({ kind: z.enum(runKinds) });
export type RunCreate = z.infer<typeof RunCreate>;
