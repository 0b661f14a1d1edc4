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

/** An action of an operator whose result at Stripe is not known yet; it goes on by itself. */
export interface OpenAction {
  id: string;
  /** As in the audit trail: "account.refresh". */
  verb: string;
  /** Null where a session without an account was asked for. */
  accountId: string | null;
  actor: string;
  createdAt: string;
  /** How often Stripe was asked. */
  attempts: number;
}

export interface JobsView {
  /** At most 50, the oldest first. */
  openActions: OpenAction[];
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
