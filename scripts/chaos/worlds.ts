// The worlds in which rows run. Starting one costs half a minute, so most rows share one; see run.ts for what runs beside what.
import type { Row } from '@/scripts/chaos/row';
import type { WorldOrder } from '@/scripts/chaos/stand/world';

type Place = Omit<WorldOrder, 'limits'>;

/** For the rows that measure milliseconds: nothing busy runs beside them. Their streams make half of its accounts inactive. */
export const alone: Place = { name: 'alone', accounts: 4_000 };

/**
 * Hearing and showing: many accounts, so that a stream seldom meets one twice in a second, and hundreds can be used up. Rows of
 * the worker that need no world of their own follow, since this lane ends early.
 */
export const shared: Place = { name: 'shared', accounts: 4_000 };

/** As large: readers, clicks and races, so that they need not wait for the rows of the shared one. */
export const mirror: Place = { name: 'mirror', accounts: 4_000 };

/** Workers under Stripe's sandbox limits, killed and started again. */
export const working: Place = { name: 'working', accounts: 2_600 };

/** Its first rows wait, mostly, for what is tried again: they run beside those that measure. */
export const beside: Place = { name: 'beside', accounts: 2_600 };

/** Whose clock is moved by weeks. */
export const moved: Place = { name: 'moved', accounts: 600 };

/** With the leases of a real installation. */
export const real: Place = { name: 'real', accounts: 1_000, hasRealTimes: true };

/** Few accounts with many transactions. */
export const pages: Place = { name: 'pages', accounts: 80, transactions: 450 };

/** Rows of one lane run one after another. */
export const laneOf = ({ world: { name } }: Row) => (name === 'moved' || name === 'pages' ? 'apart' : name);
