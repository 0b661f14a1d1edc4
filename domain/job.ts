// The work that waits for the worker, as the screens count it; the worker's own queue holds it.

/** One kind of work. */
export interface JobKind {
  /** As the worker calls it: "read-account". */
  name: string;
  /** Due now, and in nobody's hands. */
  due: number;
  /** Asked for, but for a later time. */
  later: number;
  running: number;
  /** Failed at least once, and tried again by itself. */
  failing: number;
  /** Failed too often: tried no more. */
  givenUp: number;
  /** Since when the oldest due one waits. */
  oldestDueAt: string | null;
  /** When the next one is due. */
  nextAt: string | null;
}

/** A job that failed and is tried again, or was given up. */
export interface FailedJob {
  id: string;
  name: string;
  /** What it is about, where its key tells. */
  target: { targetType: string; targetId: string } | null;
  /** What went wrong the last time. */
  error: string | null;
  attempts: number;
  failedAt: string;
  /** Null: given up. */
  nextTryAt: string | null;
}

export interface JobsView {
  kinds: JobKind[];
  /** Those that failed last, the latest first. */
  failed: FailedJob[];
  /** No more than so many are counted, the first due first; beyond it the counts are too low. */
  isWhole: boolean;
}

/** What each kind does, in plain words. */
export const jobWords: Readonly<Record<string, string>> = {
  'read-account': 'Read an account from Stripe',
  'follow-refresh': 'Look whether a refresh has ended',
  'read-holder': 'Read the holder of an account',
  'read-owners': 'Read the owners of an account',
  'read-transactions': 'Read the transactions of an account',
  'read-session': 'Read a session from Stripe',
  'run-backfill': 'Go on with a backfill',
  'do-run': 'Do a sweep or an audit',
  'keep-house': 'Look after the stream of events, drop what is too old',
  'resume-action': 'Find out what became of an action without an answer',
  'apply-events': 'Apply the events that came in',
};
