// Whether what the console depends on works: Stripe, and the worker that reads from it.

export interface StripeStatus {
  /** `configuration`: Stripe answers, but refuses the key or one of its rights. */
  state: 'answering' | 'not_answering' | 'configuration';
  /** Since when it is so. */
  since: string;
  /** When Stripe last answered anything, to a few seconds; null: never yet. */
  lastAnswerAt: string | null;
  /** What went wrong last, in words; null while it answers. */
  lastError: string | null;
}

export interface WorkerStatus {
  isAlive: boolean;
  /** Null: none runs, or the last one said goodbye. */
  lastBeatAt: string | null;
}

/** The answer of `GET /api/status`. */
export interface Status {
  stripe: StripeStatus;
  worker: WorkerStatus;
}
