// What the stream of changes may be asked for.
import { z } from 'zod';

/** A version: bigint as decimal text. */
export const ChangeVersion = z.string().regex(/^[0-9]{1,18}$/, 'A version: up to 18 digits');

export const ChangeQuery = z.strictObject({
  /** Changes after this version come first; left out: those of the last half minute. */
  since: ChangeVersion.optional(),
});
