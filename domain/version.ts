// What a screen shows may never go back: a lower version never replaces a higher one.

interface Versioned {
  version: string;
}

/** The newer of two states of the same thing; versions are bigints as decimal text. Equal: what just arrived. */
export function newerOf<T extends Versioned>(shown: T | undefined, arrived: T): T {
  if (!shown) return arrived;
  return BigInt(shown.version) > BigInt(arrived.version) ? shown : arrived;
}

/** A list as it arrived, with each row that is already shown in a newer state kept at that state. */
export function newerRows<T extends Versioned & { id: string }>(
  shown: readonly T[],
  arrived: readonly T[],
): T[] {
  const shownById = new Map(shown.map((row) => [row.id, row]));
  return arrived.map((row) => newerOf(shownById.get(row.id), row));
}
