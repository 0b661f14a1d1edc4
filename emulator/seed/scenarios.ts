// What has become of each login and each refresh: the rare ones first, then by chance.
import type { Feature, RefreshStatus } from '@/emulator/objects';
import type { Random } from '@/emulator/random';

/** What has become of a login since it was linked. */
export type Fate =
  | { kind: 'healthy' }
  | { kind: 'inactive'; cause: string; action: string; alone: boolean }
  | { kind: 'expected'; days: number; cause: string; action: string }
  | { kind: 'disconnected'; alone: boolean };

const relink = 'relink_required';

const broken: readonly (readonly [{ cause: string; action: string }, number])[] = [
  [{ cause: 'access_expired', action: relink }, 34],
  [{ cause: 'access_denied', action: relink }, 12],
  [{ cause: 'account_unavailable', action: relink }, 10],
  [{ cause: 'institution_requirement', action: relink }, 12],
  [{ cause: 'unspecified', action: relink }, 10],
  [{ cause: 'account_closed', action: 'none' }, 12],
  [{ cause: 'access_denied', action: 'none' }, 3],
  [{ cause: 'account_unavailable', action: 'none' }, 4],
  [{ cause: 'unspecified', action: 'none' }, 3],
];
const distances = [0.1, 1, 3, 6, 12, 21, 27, 45, 120, 300] as const;
const reasons = ['access_expired', 'institution_requirement', 'unspecified'] as const;

// An account is closed by itself; a login breaks as a whole.
const everyBreak: Fate[] = broken.map(([why]) => ({
  kind: 'inactive',
  ...why,
  alone: why.cause === 'account_closed',
}));
const everyForecast: Fate[] = distances.map((days, index) => ({
  kind: 'expected',
  days,
  cause: reasons[index % reasons.length] ?? 'unspecified',
  action: index === distances.length - 2 ? 'none' : relink,
}));
const mandatory: Fate[] = [
  ...everyBreak,
  { kind: 'disconnected', alone: false },
  { kind: 'disconnected', alone: true },
  ...everyForecast,
];

/** What has become of the n-th login: every third of the first ones is one that must be there. */
export function pickFate(n: number, random: Random): Fate {
  const due = n % 3 === 1 ? mandatory[Math.floor(n / 3)] : undefined;
  if (due !== undefined) return due;
  const kind = random.weighted(
    [
      ['healthy', 76],
      ['inactive', 13],
      ['expected', 6],
      ['disconnected', 5],
    ],
    'healthy',
  );
  if (kind === 'inactive') {
    const why = random.weighted(broken, { cause: 'access_expired', action: relink });
    return { kind, ...why, alone: why.cause === 'account_closed' || random.chance(0.1) };
  }
  if (kind === 'expected') {
    return {
      kind,
      days: random.int(1, 340),
      cause: random.pick(reasons),
      action: random.chance(0.93) ? relink : 'none',
    };
  }
  return kind === 'disconnected' ? { kind, alone: random.chance(0.4) } : { kind: 'healthy' };
}

/** How the last refresh of each feature ended; null: never started. */
export type Refreshes = Record<Feature, RefreshStatus | null>;

const all = (status: RefreshStatus | null): Refreshes => ({
  balance: status,
  ownership: status,
  transactions: status,
});
const good = all('succeeded');
const firstHealthy: Refreshes[] = [
  good,
  { ...good, balance: 'pending' },
  { ...good, balance: 'failed' },
  good,
  { ...good, ownership: 'pending' },
  { ...good, ownership: 'failed' },
  { ...good, transactions: 'pending' },
  { ...good, transactions: 'failed' },
  all(null),
  { ...good, balance: 'pending', ownership: null, transactions: 'failed' },
  all('failed'),
  { ...all(null), transactions: 'pending' },
];

const outcomes: readonly (readonly [RefreshStatus | null, number])[] = [
  ['succeeded', 74],
  ['failed', 8],
  [null, 18],
];

/** How the refreshes of the n-th fully permitted, working account stand. */
export function pickRefreshes(n: number | null, random: Random): Refreshes {
  const due = n === null ? undefined : firstHealthy[n];
  if (due !== undefined) return { ...due };
  return {
    balance: random.weighted(outcomes, null),
    ownership: random.weighted(outcomes, null),
    transactions: random.weighted(outcomes, null),
  };
}

const permissionSets: readonly (readonly [string[] | null, number])[] = [
  [['balances', 'ownership', 'payment_method', 'transactions'], 56],
  [['balances', 'payment_method'], 12],
  [['payment_method'], 7],
  [['balances', 'transactions'], 10],
  [['balances', 'ownership'], 5],
  [['transactions'], 3],
  [['ownership', 'payment_method'], 2],
  [[], 3],
  [null, 2],
];
const everything: string[] = ['balances', 'ownership', 'payment_method', 'transactions'];

/** What was permitted at the n-th login: all kinds early, then by chance. */
export function pickPermissions(n: number, random: Random): string[] | null {
  if (n % 5 === 4 && n < 45) return permissionSets[Math.floor(n / 5)]?.[0] ?? null;
  return n < 45 && n % 2 === 0 ? everything : random.weighted(permissionSets, everything);
}
