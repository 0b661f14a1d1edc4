// The shape of every list that the API answers, and what every list may be asked for.
import { z } from 'zod';

/** How many rows match; `exact` is false when counting stopped at `value` ("10,000 or more"). */
export interface Total {
  value: number;
  exact: boolean;
}

/** One value of a filter with how many rows it would leave under the other filters. */
export interface FacetValue {
  value: string;
  count: number;
  /** Counting stopped at `count`. */
  isMore?: true;
}

/** One page by keyset: pass `nextCursor` back as `cursor` for the next one; null means that this was the last. */
export interface Page<Row> {
  data: Row[];
  nextCursor: string | null;
  total: Total;
}

/** Rows a page, as plain digits: 1 to 200. */
export const PageLimit = z
  .union(
    [
      z.number(),
      z
        .string()
        .regex(/^[0-9]{1,3}$/)
        .transform(Number),
    ],
    'A whole number from 1 to 200',
  )
  .pipe(z.number().int().min(1, 'At least 1').max(200, 'At most 200'))
  .default(50);

/** What a page before gave as `nextCursor`. */
export const PageCursor = z.string().min(1).max(2000).optional();

export const PageQuery = z.strictObject({ limit: PageLimit, cursor: PageCursor });
export type PageQuery = z.infer<typeof PageQuery>;

/** One filter: values that are alternatives to each other. Long, because banks' names have no limit. */
export const FilterValues = z.array(z.string().max(5000)).max(50).default([]);
