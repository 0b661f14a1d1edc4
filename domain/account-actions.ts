// The one rule for what may be done to an account: the API refuses by it and the buttons show it.
import type { AccountRow } from './account';
import type { ProblemCode } from './problem';
import { permissionFor, type RefreshFeature, type refreshFeatures } from './refresh';

/** Allowed, or why not in plain words; from when (ISO 8601) if time alone is in the way, or which open session is. */
export type Verdict =
  | { allowed: true }
  | { allowed: false; code: ProblemCode; reason: string; availableAt?: string; sessionId?: string };

export interface AccountCan {
  refresh: Record<RefreshFeature, Verdict>;
  read: Verdict;
  subscribe: Verdict;
  unsubscribe: Verdict;
  disconnect: Verdict;
  relink: Verdict;
}

/** The facts that the rule looks at; times in ms. */
export interface AccountFacts {
  status: string;
  cause: string | null;
  action: string | null;
  expectedDeactivationAt: number | null;
  permissions: string[] | null;
  subscriptions: string[];
  refreshes: Record<RefreshFeature, { status: string | null; nextAt: number | null }>;
  /** The open relink session of its authorization, if one is. */
  openRelinkSessionId: string | null;
  /** A session is made for a holder. */
  hasHolder: boolean;
  /** The kind of an action on it that has no result yet. */
  openAction: string | null;
}

/** What `canRefresh` looks at, as far as a row of a list tells it. */
export function refreshFactsOf({
  status,
  cause,
  action,
  subscriptions,
  refreshes,
}: AccountRow): AccountFacts {
  const stateOf = (feature: RefreshFeature) => {
    const state = refreshes.find((each) => each.feature === feature);
    return { status: state?.status ?? null, nextAt: state?.nextAt ? Date.parse(state.nextAt) : null };
  };
  return {
    status,
    cause,
    action,
    expectedDeactivationAt: null,
    permissions: refreshes.filter(({ permitted }) => permitted).map(({ feature }) => permissionFor[feature]),
    subscriptions,
    refreshes: {
      balance: stateOf('balance'),
      ownership: stateOf('ownership'),
      transactions: stateOf('transactions'),
    },
    openRelinkSessionId: null,
    hasHolder: true,
    openAction: null,
  };
}

const yes: Verdict = { allowed: true };
const no = (code: ProblemCode, reason: string, availableAt?: string): Verdict =>
  availableAt ? { allowed: false, code, reason, availableAt } : { allowed: false, code, reason };

const disconnected = no(
  'account_disconnected',
  'This account is disconnected, for good. The customer must link it again.',
);
const inactive = no(
  'account_inactive',
  'Stripe reads no data of an inactive account. Relink it first, where a relink can mend it.',
);

/** What may be done now. `now` is Stripe's clock in ms. An unknown status is treated as active: Stripe decides. */
export function accountCan(facts: AccountFacts, now: number): AccountCan {
  const refresh = {
    balance: canRefresh(facts, 'balance', now),
    ownership: canRefresh(facts, 'ownership', now),
    transactions: canRefresh(facts, 'transactions', now),
  } satisfies Record<(typeof refreshFeatures)[number], Verdict>;
  return {
    refresh,
    read: yes,
    subscribe: canSubscribe(facts),
    unsubscribe: canUnsubscribe(facts),
    disconnect: canDisconnect(facts),
    relink: canRelink(facts),
  };
}

/** Whether one feature may be refreshed now. */
export function canRefresh(facts: AccountFacts, feature: RefreshFeature, now: number): Verdict {
  if (facts.status === 'disconnected') return disconnected;
  if (facts.status === 'inactive') return inactive;
  const open = stillOpen(facts);
  if (open) return open;
  const missing = missingPermission(facts, permissionFor[feature]);
  if (missing) return missing;
  const state = facts.refreshes[feature];
  if (state.status === 'pending') {
    return no('refresh_pending', 'A refresh is under way. Stripe starts no second one until it ends.');
  }
  if (state.nextAt !== null && state.nextAt > now) {
    const availableAt = new Date(state.nextAt).toISOString();
    return no('refresh_not_yet', 'Stripe allows the next refresh later.', availableAt);
  }
  return yes;
}

function missingPermission(facts: AccountFacts, permission: string): Verdict | null {
  // Null is "Stripe did not say": then Stripe decides.
  if (facts.permissions === null || facts.permissions.includes(permission)) return null;
  return no(
    'permission_missing',
    `The customer did not grant the permission "${permission}". Only a new link or relink can ask for it.`,
  );
}

function canSubscribe(facts: AccountFacts): Verdict {
  if (facts.status === 'disconnected') return disconnected;
  if (facts.status === 'inactive') return inactive;
  return stillOpen(facts) ?? missingPermission(facts, permissionFor.transactions) ?? yes;
}

function canUnsubscribe(facts: AccountFacts): Verdict {
  return facts.status === 'disconnected' ? disconnected : (stillOpen(facts) ?? yes);
}

function canDisconnect(facts: AccountFacts): Verdict {
  return facts.status === 'disconnected' ? disconnected : (stillOpen(facts) ?? yes);
}

const actionWords: Record<string, string> = {
  refresh: 'A refresh',
  disconnect: 'The disconnect',
  subscribe: 'The subscription',
  unsubscribe: 'The end of the subscription',
  'relink.create': 'A relink session',
};

/** One action at a time on an account: the next could overtake one that may still reach Stripe. */
function stillOpen({ openAction }: AccountFacts): Verdict | null {
  if (openAction === null) return null;
  const what = actionWords[openAction] ?? 'An action';
  return no(
    'request_in_progress',
    `${what} asked for here has no result from Stripe yet. It goes on by itself; wait for it.`,
  );
}

/** Action decides, cause explains: Stripe's "none" is beyond a relink, or needs none yet; an unknown word is Stripe's to judge. */
function canRelink(facts: AccountFacts): Verdict {
  if (facts.status === 'disconnected') return disconnected;
  if (facts.status === 'inactive' && facts.action === 'none') {
    return no('not_repairable', 'Stripe says that no relink can mend this account. Ask for another account.');
  }
  const isHealthy =
    facts.status !== 'inactive' &&
    facts.action !== 'relink_required' &&
    facts.expectedDeactivationAt === null;
  if (isHealthy) return no('relink_not_needed', 'The account works and no end of its access is known.');
  if (facts.status !== 'inactive' && facts.action === 'none') {
    return no('relink_not_needed', 'Stripe expects the access to end, and does not ask for a relink yet.');
  }
  if (facts.openRelinkSessionId) {
    const sessionId = facts.openRelinkSessionId;
    return {
      allowed: false,
      code: 'relink_open',
      reason: `A relink session is already open: ${sessionId}.`,
      sessionId,
    };
  }
  if (!facts.hasHolder) {
    return no('not_repairable', 'Stripe names no holder for this account, so no session can be made.');
  }
  return stillOpen(facts) ?? yes;
}
