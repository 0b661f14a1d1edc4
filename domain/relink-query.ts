// What the list of broken links may be asked for, and how a relink is asked for.
import { z } from 'zod';
import { FilterValues, PageCursor, PageLimit } from './page';

/** A link is listed when one of its inactive accounts matches; oldest first. */
export const RelinkQuery = z.strictObject({
  /** Stripe's words; `not_given` where Stripe gave none. */
  cause: FilterValues,
  action: FilterValues,
  institution: FilterValues,
  /** Whether a relink can mend it: false only where Stripe's action is "none". */
  mendable: z.enum(['true', 'false']).optional(),
  limit: PageLimit,
  cursor: PageCursor,
});
export type RelinkQuery = z.infer<typeof RelinkQuery>;

/** POST /api/relinks */
export const RelinkCreate = z.strictObject({
  accountId: z
    .string()
    .trim()
    .max(255)
    .regex(/^fca_[A-Za-z0-9_]+$/, 'An account id starts with fca_'),
});
export type RelinkCreate = z.infer<typeof RelinkCreate>;
