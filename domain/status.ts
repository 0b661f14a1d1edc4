// Whether what the console depends on works: Stripe, the worker that reads from it, and the events that it hears.

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

export interface HearingStatus {
  /** How events come: an endpoint that we made, secrets of the environment, or by sweeps alone. */
  webhooks: 'connected' | 'by_environment' | 'not_connected';
  /** Events that wait to be applied, counted up to `mostWaiting`. */
  waiting: number;
  /** When the oldest of them came. */
  oldestAt: string | null;
}

/** Counting what waits stops here. */
export const mostWaiting = 1_000;

/** The answer of `GET /api/status`. */
export interface Status {
  stripe: StripeStatus;
  worker: WorkerStatus;
  hearing: HearingStatus;
}
