// How a backfill is asked for: a new run, or an earlier one that goes on from its cursor.
import { z } from 'zod';

/** POST /api/backfills */
export const BackfillCreate = z.strictObject({ resume: z.uuid('The id of a backfill').optional() });
export type BackfillCreate = z.infer<typeof BackfillCreate>;
