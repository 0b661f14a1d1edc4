// Who waits for a call to Stripe, and for how long.
import 'server-only';
import { timings } from '@/server/timings';

/**
 * A person, what a person asked for in bulk, or a job in the background. People come first; the lanes have
 * separate lines to Stripe.
 */
export type Lane = 'interactive' | 'bulk' | 'job';

/** From the wish to the answer, waiting for a line and a turn included. */
export const deadlineMs: Record<Lane, number> = {
  interactive: timings.peopleWaitMs,
  bulk: timings.jobsWaitMs,
  job: timings.jobsWaitMs,
};

/** Calls at once, per process. */
export const lines: Record<Lane, number> = { interactive: 8, bulk: 4, job: 4 };
