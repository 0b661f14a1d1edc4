// The shape of every list that the API answers.

/** How many rows match; `exact` is false when counting stopped at `value` ("10,000 or more"). */
export interface Total {
  value: number;
  exact: boolean;
}

/** One page by keyset: pass `nextCursor` back as `cursor` for the next one; null means that this was the last. */
export interface Page<Row> {
  data: Row[];
  nextCursor: string | null;
  total: Total;
}
