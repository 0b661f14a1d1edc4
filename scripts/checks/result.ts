// What one kind of check came to, and the one line that closes a run.

export interface Result {
  kind: string;
  passed: number;
  failed: number;
  skipped: number;
  seconds: number;
  /** Each failed test with its reason, in words for the end of a long run. */
  failures?: string[];
}

/** The closing line over all kinds together. */
export function countLine(results: Result[]): string {
  const sum = (key: 'passed' | 'failed' | 'skipped') =>
    results.reduce((total, result) => total + result[key], 0);
  const skipped = sum('skipped');
  return `${sum('passed')} passed, ${sum('failed')} failed${skipped ? `, ${skipped} skipped` : ''}`;
}

/** Whether the run as a whole passed; a run without a single check did not. */
export function hasPassed(results: Result[]): boolean {
  return results.length > 0 && results.every(({ failed }) => failed === 0);
}

/** A kind that counts as one: it holds or it does not. */
export function single(kind: string, isGood: boolean, seconds: number): Result {
  return { kind, passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0, seconds };
}

/** The numbers of a test runner; one that died, or that wrote no report, has failed at least once. */
export function fromRunner(
  kind: string,
  counts: Omit<Result, 'kind' | 'seconds'> | null,
  exitCode: number,
  seconds: number,
): Result {
  if (!counts) return { kind, passed: 0, failed: 1, skipped: 0, seconds };
  const failed = exitCode === 0 ? counts.failed : Math.max(counts.failed, 1);
  return { kind, ...counts, failed, seconds };
}
