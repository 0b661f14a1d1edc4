// Ends a run of checks: what failed and why, a line for each kind, one line over all, and the exit code.
import { countLine, hasPassed, type Result, single, together } from '@/scripts/checks/result';
import { say } from '@/scripts/supervisor/terminal';
import { sentenceFor } from '@/scripts/told-error';

/** Runs a kind of tests; a kind that could not even start has failed once. */
export async function attempt(kind: string, run: () => Promise<Result>): Promise<Result> {
  const begun = Date.now();
  try {
    return await run();
  } catch (error) {
    say(`${kind}: ${sentenceFor(error)}`);
    return single(kind, false, (Date.now() - begun) / 1_000);
  }
}

/**
 * Prints the failures, which a long run has carried out of sight, and the results. The very last line is the count over all
 * kinds together.
 */
export function close(results: Result[]): void {
  process.stdout.write('\n');
  for (const text of together(results).failures) process.stdout.write(`✗ ${text}\n\n`);
  for (const result of results) {
    const mark = result.failed > 0 ? '✗' : '✓';
    say(`${mark} ${result.kind.padEnd(22)} ${countLine([result])} (${result.seconds.toFixed(1)} s)`);
  }
  process.stdout.write(`\n${countLine(results)}\n`);
  process.exitCode = hasPassed(results) ? 0 : 1;
}
