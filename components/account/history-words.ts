// Where a state of an account came from, in words.

const sources: Record<string, string> = {
  read: 'Read from Stripe',
  backfill: 'Read by a backfill',
  sweep: 'Read by a sweep',
  snapshot: 'Told by an event of Stripe',
  action: "Answered to an operator's action",
  session: 'Read with its session',
};

/** "Read by a backfill"; a source without words is told as it is stored. */
export const sourceWord = (source: string): string => sources[source] ?? `Written by “${source}”`;
