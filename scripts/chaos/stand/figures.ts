// Figures out of many measurements.

/** The value below which the share lies; 0 of nothing. */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

/** Milliseconds as people read them. */
export function inWords(ms: number): string {
  return ms >= 10_000
    ? `${(ms / 1_000).toFixed(0)} s`
    : ms >= 1_000
      ? `${(ms / 1_000).toFixed(1)} s`
      : `${Math.round(ms)} ms`;
}

/** Does work on every item, `width` at a time. */
export async function eachOf<T>(
  items: readonly T[],
  width: number,
  work: (item: T, at: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let at = next++; at < items.length; at = next++) {
      const item = items[at];
      if (item !== undefined) await work(item, at);
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, lane));
}
