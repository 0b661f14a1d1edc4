// When failures in a row mean that Stripe does not answer.
import 'server-only';

const failuresInARow = 10;
/** So few may be bad luck, however long they took. */
const fewest = 3;
const nothingElseMs = 5_000;
/** Failures further apart than this have nothing to do with each other. */
const apartMs = 60_000;

export interface Tally {
  failures: number;
  /** When the first of them was sent, and the last, ms. */
  sinceMs: number;
  lastMs: number;
}

export const noFailures: Tally = { failures: 0, sinceMs: 0, lastMs: 0 };

/** After one more failure of a call that was sent at `sentMs`. */
export function withFailure({ failures, sinceMs, lastMs }: Tally, sentMs: number): Tally {
  if (failures === 0 || sentMs - lastMs > apartMs) return { failures: 1, sinceMs: sentMs, lastMs: sentMs };
  return {
    failures: failures + 1,
    sinceMs: Math.min(sinceMs, sentMs),
    lastMs: Math.max(lastMs, sentMs),
  };
}

/** Ten in a row, or five seconds of nothing else. */
export function isOutage({ failures, sinceMs }: Tally, nowMs: number): boolean {
  return failures >= failuresInARow || (failures >= fewest && nowMs - sinceMs >= nothingElseMs);
}
