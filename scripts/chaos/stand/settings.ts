// What the processes under test are told: short waits, two sets of rate limits, retries that do not take days.
import type { Timings } from '@/server/timings';

/** Short enough for hundreds of takeovers; what people and Stripe wait for is as in a real installation. */
export const shortTimings: Partial<Timings> = {
  leaseSeconds: 3,
  beatMs: 500,
  deadAfterSeconds: 3,
  ringMs: 1_000,
  statementMs: 4_000,
  forgottenSeconds: 10,
  pollMs: 1_000,
  stopMs: 10_000,
  eventRetrySeconds: 0.3,
  livePingMs: 3_000,
  refusedMs: 20_000,
  auditSample: 100_000,
  auditGraceSeconds: 10,
  runWaitSeconds: 1,
  scheduleMs: 2_000,
};

/** `sandbox`: Stripe's own. `raised`: for rows that count faults and not calls a second, which would take hours otherwise. */
export type Limits = 'sandbox' | 'raised';

const raised = 1_000;

/** Stripe's limits as the console is told them. */
export function limitsOf(limits: Limits): Record<string, string> {
  const [all, each] = limits === 'raised' ? [raised, raised] : [25, 25];
  return { STRIPE_RATE_LIMIT: String(all), STRIPE_RATE_LIMIT_PER_OPERATION: String(each) };
}

/** The same for the emulator. */
export function limitSwitches(limits: Limits): Record<string, number> {
  const most = limits === 'raised' ? raised : 25;
  return { rateLimitTest: most, rateLimitPerOperation: most };
}

/** Stripe's retries over three days, in about three minutes. */
export const deliverySwitches = {
  webhookRetryMs: [
    300, 700, 1_500, 3_000, 5_000, 5_000, 5_000, 5_000, 10_000, 10_000, 20_000, 30_000, 60_000,
  ],
  webhookTries: 14,
};
