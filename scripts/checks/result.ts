// What one kind of check came to, and the one line that closes a run.

export interface Report {
  passed: number;
  failed: number;
  skipped: number;
  /** Each failed test with the first lines of its reason, for the end of a long run. */
  failures: string[];
}

export interface Result extends Report {
  kind: string;
  seconds: number;
}

/** Several reports as one. */
export function together(reports: Report[]): Report {
  const sum = (key: 'passed' | 'failed' | 'skipped') =>
    reports.reduce((total, report) => total + report[key], 0);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    failures: reports.flatMap(({ failures }) => failures),
  };
}

/** The closing line over all kinds together. */
export function countLine(results: Report[]): string {
  const { passed, failed, skipped } = together(results);
  return `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
}

/** Whether the run as a whole passed; a run without a single check did not. */
export function hasPassed(results: Result[]): boolean {
  return results.length > 0 && results.every(({ failed }) => failed === 0);
}

/** A kind that counts as one: it holds or it does not. */
export function single(kind: string, isGood: boolean, seconds: number): Result {
  return { kind, passed: isGood ? 1 : 0, failed: isGood ? 0 : 1, skipped: 0, failures: [], seconds };
}

/** The numbers of a test runner; one that died, or that wrote no report, has failed at least once. */
export function fromRunner(kind: string, report: Report | null, exitCode: number, seconds: number): Result {
  if (!report) return single(kind, false, seconds);
  const failed = exitCode === 0 ? report.failed : Math.max(report.failed, 1);
  return { kind, ...report, failed, seconds };
}
