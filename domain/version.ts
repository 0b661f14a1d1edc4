// What a screen shows may never go back: a lower version never replaces a higher one.

interface Versioned {
  version: string;
}

/** The newer of two states of the same thing; versions are bigints as decimal text. Equal: what just arrived. */
export function newerOf<T extends Versioned>(shown: T | undefined, arrived: T): T {
  if (!shown || shown.version === arrived.version) return arrived;
  return BigInt(shown.version) > BigInt(arrived.version) ? shown : arrived;
}

/** A list as it arrived, each row in the newest state that is known of it; the same array when none is known to be newer. */
export function newerRows<T extends Versioned & { id: string }>(
  known: ReadonlyMap<string, T>,
  arrived: T[],
): T[] {
  let rows = arrived;
  arrived.forEach((row, index) => {
    const newest = newerOf(known.get(row.id), row);
    if (newest === row) return;
    if (rows === arrived) rows = [...arrived];
    rows[index] = newest;
  });
  return rows;
}

/** Whether a newer state than this one is known. */
export function isBehind(shown: Versioned & { id: string }, known: ReadonlyMap<string, Versioned>): boolean {
  return newerOf(known.get(shown.id), shown) !== shown;
}
