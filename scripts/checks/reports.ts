// Reads the JSON reports of vitest and Playwright.
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

const VitestReport = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

const PlaywrightReport = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()),
});

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

function read(path: string): unknown {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null;
}

/** Counts of a vitest run; a file that could not be loaded has no tests and counts as one that failed. */
export function vitestCounts(path: string): Counts | null {
  const parsed = VitestReport.safeParse(read(path));
  if (!parsed.success) return null;
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = parsed.data;
  const broken = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + broken.length,
    skipped: numPendingTests + numTodoTests,
  };
}

/** Counts of a Playwright run; there are no retries, so a flaky one is a failed one. */
export function playwrightCounts(path: string): Counts | null {
  const parsed = PlaywrightReport.safeParse(read(path));
  if (!parsed.success) return null;
  const { expected, unexpected, flaky, skipped } = parsed.data.stats;
  return { passed: expected, failed: unexpected + flaky + parsed.data.errors.length, skipped };
}
