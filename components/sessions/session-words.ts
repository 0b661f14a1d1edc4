// Stripe's words for a session, and ours for where it stands, as people say them.
import type { Tone } from '@/domain/account-state';
import { relinkFailureText, type SessionDetail } from '@/domain/session';
import type { SessionCreate } from '@/domain/session-create';

type Permission = SessionCreate['permissions'][number];
type Prefetch = SessionCreate['prefetch'][number];
type Filters = NonNullable<SessionCreate['filters']>;
type Subcategory = NonNullable<Filters['accountSubcategories']>[number];
type Support = NonNullable<Filters['requirePaymentMethodSupport']>;
type ManualEntry = NonNullable<SessionCreate['manualEntryMode']>;

/** Where a session stands: the word, its tone and what it means. */
export const outcomes: Record<string, { word: string; tone: Tone; meaning: string }> = {
  open: { word: 'Open', tone: 'neutral', meaning: 'The customer has not finished it yet.' },
  succeeded: { word: 'Succeeded', tone: 'good', meaning: 'The customer finished it.' },
  failed: {
    word: 'Failed',
    tone: 'bad',
    meaning: 'The customer came to the end, but it did not bring what it was made for.',
  },
  cancelled: { word: 'Cancelled', tone: 'muted', meaning: 'The customer left before the end.' },
};

/** The outcome's words; one that Stripe added since is Stripe's own word, in quotes. */
export function outcomeOf(outcome: string): { word: string; tone: Tone; meaning: string } {
  return (
    outcomes[outcome] ?? {
      word: `“${outcome}”`,
      tone: 'neutral',
      meaning: "Stripe's own word; this console does not know it yet.",
    }
  );
}

const cancelReasons: Record<string, string> = {
  custom_manual_entry: 'The customer left to type in the account by hand, on a form outside of Stripe.',
  other: 'The customer left before the end. Stripe gives no further reason.',
};

/** Where a session stands, in a sentence; of a cancelled one with Stripe's reason, where Stripe gives one. */
export function standingSentence({
  outcome,
  statusDetails,
}: Pick<SessionDetail, 'outcome' | 'statusDetails'>): string {
  const { meaning } = outcomeOf(outcome);
  const reason = outcome === 'cancelled' ? textAt(statusDetails, 'cancelled', 'reason') : null;
  if (reason === null) return meaning;
  return cancelReasons[reason] ?? `It was cancelled. Stripe's own word for the reason is “${reason}”.`;
}

function textAt(value: unknown, ...path: string[]): string | null {
  const found = path.reduce<unknown>(
    (inner, name) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, name) : null),
    value,
  );
  return typeof found === 'string' ? found : null;
}

const origins: Record<string, string> = {
  created: 'Made in this console',
  relink: 'Relink, made in this console',
  looked_up: 'Looked up by its id',
};

/** Short enough for a table cell. */
export const originWords: Record<string, string> = {
  created: 'Made here',
  relink: 'Relink',
  looked_up: 'Looked up',
};

/** How this console came to know the session. */
export const originSentence = (origin: string) => origins[origin] ?? `“${origin}”`;

/** Why a relink did not mend its account; an unknown reason is Stripe's own word. */
export function relinkFailureSentence(reason: string): string {
  return (
    relinkFailureText[reason] ?? `Stripe's own word for it is “${reason}”; this console does not know it yet.`
  );
}

const uiModes: Record<string, string> = {
  modal: 'A window in your own page',
  hosted: "A page of Stripe's",
};

/** How the customer sees it; a mode that Stripe added since is Stripe's own word, in quotes. */
export const uiModeWord = (mode: string) => uiModes[mode] ?? `“${mode}”`;

export const permissionChoices: Record<Permission, { label: string; hint: string }> = {
  balances: { label: 'Balances', hint: 'Current and available figures' },
  ownership: { label: 'Ownership', hint: 'Names and addresses of the owners' },
  payment_method: { label: 'Payment method', hint: 'Debit the account by ACH' },
  transactions: { label: 'Transactions', hint: 'About 180 days back, more by subscription' },
};

/** Every prefetch needs the permission of the same name. */
export const prefetchChoices: Record<Prefetch, string> = {
  balances: 'Prefetch balances',
  ownership: 'Prefetch owners',
  transactions: 'Prefetch transactions',
};

export const subcategoryChoices: Record<Subcategory, string> = {
  checking: 'Checking',
  savings: 'Savings',
  credit_card: 'Credit card',
  line_of_credit: 'Line of credit',
  mortgage: 'Mortgage',
};

export const supportChoices: Record<Support, string> = {
  none: 'Not required: any account',
  at_least_one: 'At least one account must support payments',
  all: 'Every account must support payments',
};

export const manualEntryChoices: Record<ManualEntry, string> = {
  disabled: 'Off: the customer must sign in to the bank',
  automatic: 'On: account numbers may be typed, confirmed by microdeposits',
};
