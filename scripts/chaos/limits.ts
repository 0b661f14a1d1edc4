// Every limit in milliseconds (or as it says), for a machine of two cores; the targets of the table are made of them.

export const limits = {
  /** W01: from the delivery's first byte to our 200. */
  ackP99Ms: 250,
  /** W01: from Stripe's second to our commit. Stripe tells whole seconds, so up to one of it is not ours. */
  appliedP99Ms: 5_000,
  /** W02: from Postgres accepting connections again to the next 200. */
  againMs: 5_000,
  /** W07: a forged delivery's answer. */
  refusalP99Ms: 30,
  /** W11: 15 s and 30 s; Node looks at its connections every few seconds. */
  headMs: 18_000,
  bodyMs: 33_000,
  /** W10: growth of the web process. */
  growthMib: 64,
  /** W10: other traffic, against before. */
  besidesFactor: 2,
  /** W17: lag of the others, against without poison. */
  lagFactor: 1.2,
  /** W19, U06: a screen's answer, against before. */
  screenFactor: 1.3,
  hungScreenFactor: 1.2,
  drainPerSecond: 100,
  drainMib: 512,
  /** Figures this small are noise on a busy machine: factors do not count below. */
  noiseMs: 60,
  peopleWaitMs: 10_000,
  jobsWaitMs: 25_000,
  deadlineSlackMs: 500,
  /** U01: back to full speed after the last 429. */
  backToFullMs: 15_000,
  /** U03: the console says that Stripe answers again. */
  breakerClosesMs: 15_000,
  /** J01 with short leases, while other worlds keep both cores busy, and with those of a real installation. */
  takeoverMs: 25_000,
  realTakeoverMs: 30_000,
  /** J03. */
  stopMs: 25_000,
  /** J06: until the rate is 90 % of what it was. */
  rateBackMs: 15_000,
  /** J09: until a silent server is noticed and work goes on. */
  noticedMs: 30_000,
  /** J16. */
  pickUpMs: 5_000,
  /** C07: a gap in what a reader hears. */
  gapMs: 5_000,
} as const;
