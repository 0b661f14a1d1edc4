// The worlds in which rows run: starting one costs half a minute, so most share one.
import type { WorldOrder } from '@/scripts/chaos/stand/world';

/** Enough accounts for rows that disconnect hundreds of them. */
export const shared: Omit<WorldOrder, 'limits'> = { name: 'shared', accounts: 4_000 };

/** Whose clock is moved by weeks. */
export const moved: Omit<WorldOrder, 'limits'> = { name: 'moved', accounts: 600 };

/** With the leases of a real installation. */
export const real: Omit<WorldOrder, 'limits'> = { name: 'real', accounts: 1_000, hasRealTimes: true };

/** Few accounts with many transactions. */
export const pages: Omit<WorldOrder, 'limits'> = { name: 'pages', accounts: 80, transactions: 450 };
