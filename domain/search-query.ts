// What the search over everything may be asked for.
import { z } from 'zod';

export const SearchQuery = z.strictObject({
  /** A part of a name, e-mail or id, or the last four digits; under two characters nothing is looked for. */
  q: z.string().trim().max(200).default(''),
});
