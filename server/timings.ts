// How long things may take and wait, in one place: a test shortens them through RELINK_TIMINGS.
import 'server-only';
import { z } from 'zod';

const Timings = z.strictObject({
  /** A claim on a row of ours ends after this long unless its holder renews it, which it does every third of it. */
  leaseSeconds: z.number().positive().default(15),
  /** A worker process says this often that it lives. */
  beatMs: z.number().positive().default(3_000),
  /** A worker that has been silent for this long is dead: its jobs are free. */
  deadAfterSeconds: z.number().positive().default(12),
  /** Due rows without a job are looked for this often. */
  ringMs: z.number().positive().default(5_000),
  /** What a statement may take; a database that says nothing for 2 s more is gone. */
  statementMs: z.number().positive().default(10_000),
  /** A pending refresh or open session that nobody read for this long, and to which no job leads, is rung for. */
  forgottenSeconds: z.number().positive().default(60),
  /** A lost NOTIFY costs at most this long. */
  pollMs: z.number().positive().default(2_000),
  /** A deploy waits for a worker this long; what is unfinished then is released. */
  stopMs: z.number().positive().default(25_000),
  /** The first pause after a failed try of an event is this long at most; each further one twice as long. */
  eventRetrySeconds: z.number().positive().default(30),
  /** An open stream of changes is heard from at least this often; a browser that hears nothing for 5 s more says so. */
  liveBeatMs: z.number().positive().default(15_000),
  /** The connection that listens for changes is tried this often, and counts as broken when it takes half as long to answer. */
  livePingMs: z.number().positive().default(10_000),
  /** From a person's click to Stripe's answer, whatever waits in between. */
  peopleWaitMs: z.number().positive().default(10_000),
  /** The same for jobs and what is done in bulk. */
  jobsWaitMs: z.number().positive().default(25_000),
  /** While Stripe does not answer, it is tried this often. */
  probeMs: z.number().positive().default(5_000),
  /** While Stripe refuses the key, it is tried this often. */
  refusedMs: z.number().positive().default(60_000),
});
export type Timings = z.infer<typeof Timings>;

/** Throws when RELINK_TIMINGS is not a JSON object of these names. */
export const timings: Timings = Timings.parse(JSON.parse(process.env.RELINK_TIMINGS || '{}'));
