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
  /** Stripe's events are asked for this often while they are delivered; and while they are not, or fewer than normal. */
  eventsEverySeconds: z.number().positive().default(300),
  unheardEverySeconds: z.number().positive().default(60),
  /** What was created this long before the last sweep is asked for again: Stripe's list may lag. */
  sweepOverlapSeconds: z.number().nonnegative().default(300),
  /** Away for longer than Stripe tries to deliver: every account is read again. */
  awaySeconds: z
    .number()
    .positive()
    .default(3 * 86_400),
  /** A refresh that is pending for longer is read again, and so often it is looked for such ones. */
  pendingTooLongSeconds: z.number().positive().default(600),
  refreshesEverySeconds: z.number().positive().default(300),
  /** How often accounts whose proof is old are looked for. */
  readsEverySeconds: z.number().positive().default(600),
  relistEverySeconds: z.number().positive().default(86_400),
  auditEverySeconds: z.number().positive().default(86_400),
  /** An audit compares so many accounts, or one in a hundred if that is more. */
  auditSample: z.number().int().positive().default(200),
  /** An event that explains a difference may come this much later; what is not settled then is waited for at most so long. */
  auditGraceSeconds: z.number().positive().default(60),
  auditPatienceSeconds: z.number().positive().default(600),
  /** A run that waits for something else looks again this often. */
  runWaitSeconds: z.number().positive().default(5),
  /** What is due by the schedule is looked for this often. */
  scheduleMs: z.number().positive().default(10_000),
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
