// What Stripe tells about linked accounts: every type of event, and what becomes of one that was received.
import type { AccountName } from './account';
import type { FacetValue } from './page';

interface EventKind {
  about: 'account' | 'authorization' | 'session';
  /** What happened, in words. */
  words: string;
}

const prefix = 'financial_connections.';

/** The fourteen types of the GA versions and the preview's two. */
const eventKinds: Record<string, EventKind> = {
  'account.created': { about: 'account', words: 'Account linked' },
  'account.deactivated': { about: 'account', words: 'Account became inactive' },
  'account.reactivated': { about: 'account', words: 'Account became active again' },
  'account.disconnected': { about: 'account', words: 'Account disconnected' },
  'account.refreshed_balance': { about: 'account', words: 'Balance refresh ended' },
  'account.refreshed_ownership': { about: 'account', words: 'Ownership refresh ended' },
  'account.refreshed_transactions': { about: 'account', words: 'Transaction refresh ended' },
  'account.refreshed_inferred_balances': { about: 'account', words: 'Inferred balances refresh ended' },
  'account.account_numbers_updated': { about: 'account', words: 'Account numbers changed' },
  'account.upcoming_account_number_expiry': { about: 'account', words: 'Account number expires soon' },
  'account.expected_deactivation_date_updated': { about: 'account', words: 'Expected end changed' },
  'account.upcoming_deactivation': { about: 'account', words: 'Account ends soon' },
  'account.supported_payment_method_types_updated': {
    about: 'account',
    words: 'Payment method types changed',
  },
  'authorization.expected_deactivation_date_updated': {
    about: 'authorization',
    words: 'Expected end of the authorization changed',
  },
  'authorization.upcoming_deactivation': { about: 'authorization', words: 'Authorization ends soon' },
  'session.updated': { about: 'session', words: 'Session changed' },
};

/** The types that an endpoint at Stripe asks for; versions without a preview know neither of the last two. */
export function eventTypes(isPreview: boolean): string[] {
  const previewOnly = new Set(['account.refreshed_inferred_balances', 'session.updated']);
  return Object.keys(eventKinds)
    .filter((name) => isPreview || !previewOnly.has(name))
    .map((name) => prefix + name);
}

/** Of each result and each type of event, how many there are. */
export type EventFacets = Record<'state' | 'type', FacetValue[]>;

/** What a type is about; null for one that we do not follow. */
export function eventKind(type: string): EventKind | null {
  if (!type.startsWith(prefix)) return null;
  const name = type.slice(prefix.length);
  return Object.hasOwn(eventKinds, name) ? (eventKinds[name] ?? null) : null;
}

/** The type in words; an unknown one is Stripe's own word, in quotes. */
export const eventWords = (type: string) => eventKind(type)?.words ?? `“${type}”`;

/**
 * due: waits to be applied. hinted: its account is being read. applied: proven by its snapshot or by a read.
 * ignored: nothing of ours. dead: given up after `eventTries` tries, until somebody replays it.
 */
export const eventStates = ['due', 'hinted', 'applied', 'ignored', 'dead'] as const;
export type EventState = (typeof eventStates)[number];

export const eventTries = 8;

/** Why an event was left alone. */
export const ignoredReasons: Record<string, string> = {
  unknown_type: 'Not about linked accounts, or of a type that Relink does not know yet',
  thin_event: 'A thin event: it carries no account. The same change comes as a snapshot event',
  other_account: 'Of another Stripe account',
  unknown_account: 'Stripe does not know its account any more',
  no_account: 'No account of this authorization is in the copy',
  no_object: 'It names no object',
};

export interface EventRow {
  id: string;
  type: string;
  livemode: boolean | null;
  apiVersion: string | null;
  /** Stripe's second, ISO 8601. */
  createdAt: string;
  receivedAt: string;
  appliedAt: string | null;
  /** From its reception to its application. */
  lagMs: number | null;
  /** webhook, or sweep when it had been missed. */
  origin: string;
  state: EventState;
  /** snapshot or read. */
  result: string | null;
  reason: string | null;
  attempts: number;
  /** When it is tried next; null unless it waits. */
  nextTryAt: string | null;
  objectId: string | null;
  accountId: string | null;
  /** Null: about no account, or about one that the copy does not hold. */
  account: AccountName | null;
}

export interface EventDetail extends EventRow {
  /** As Stripe sent it, without secrets, people's data masked. */
  payload: unknown;
}
