// How an account's state reads: the word, the tone, what the cause means and what to do next.

export type Tone = 'good' | 'warning' | 'bad' | 'dead' | 'muted' | 'neutral';

export type AccountStateKind =
  | 'active'
  | 'expiring'
  | 'renew_early'
  | 'needs_relink'
  | 'not_repairable'
  | 'inactive_unexplained'
  | 'disconnected'
  | 'unknown';

interface StatusFacts {
  status: string;
  cause: string | null;
  action: string | null;
  expectedDeactivationAt: string | null;
}

/** Which of the states of the console an account is in. */
export function accountStateKind(account: StatusFacts): AccountStateKind {
  if (account.status === 'disconnected') return 'disconnected';
  if (account.status === 'inactive') {
    if (account.action === 'none') return 'not_repairable';
    if (account.action === 'relink_required') return 'needs_relink';
    return account.action === null && account.cause === null ? 'inactive_unexplained' : 'unknown';
  }
  if (account.status !== 'active') return 'unknown';
  if (account.action === 'relink_required') return 'renew_early';
  return account.expectedDeactivationAt ? 'expiring' : 'active';
}

/** Word and tone of each state; `unknown` and `expiring` get theirs from the account itself. */
export const accountStates: Record<AccountStateKind, { word: string; tone: Tone }> = {
  active: { word: 'Active', tone: 'good' },
  expiring: { word: 'Expires', tone: 'warning' },
  renew_early: { word: 'Renew early', tone: 'warning' },
  needs_relink: { word: 'Needs relink', tone: 'bad' },
  not_repairable: { word: 'Not repairable', tone: 'dead' },
  inactive_unexplained: { word: 'Inactive, no reason given', tone: 'bad' },
  disconnected: { word: 'Disconnected', tone: 'muted' },
  unknown: { word: 'Unknown', tone: 'neutral' },
};

/** Where our words do not cover it: Stripe's own, in quotes; what Stripe left out is said in ours. */
export function unknownStateWord({ status, action }: Pick<StatusFacts, 'status' | 'action'>): string {
  if (status !== 'inactive') return `“${status}”`;
  return action === null ? 'Inactive, no action given' : `Inactive, action “${action}”`;
}

interface CauseText {
  label: string;
  meaning: string;
  next: string;
  /** What an operator may send to the customer. */
  forCustomer: string;
}

const causeTexts: Record<string, CauseText> = {
  access_denied: {
    label: 'Access denied',
    meaning:
      'The bank refused at the last try. The customer may have to allow access at the bank, or log in there once.',
    next: 'Ask the customer to check with the bank, then relink.',
    forCustomer:
      'Your bank stopped sharing this account with us. Please sign in to your bank, allow access, then reconnect.',
  },
  access_expired: {
    label: 'Access expired',
    meaning: 'The permission ran out (some banks end it after a year).',
    next: 'Relink.',
    forCustomer: 'Your bank asks you to confirm the connection again. It takes about a minute.',
  },
  account_closed: {
    label: 'Account closed',
    meaning: 'The bank marks the account as closed.',
    next: 'None: ask for another account.',
    forCustomer: 'This account looks closed. Please connect another one.',
  },
  account_unavailable: {
    label: 'Account unavailable',
    meaning: 'The bank no longer offers the account.',
    next: 'None for now: ask for another account, or wait.',
    forCustomer: "We can't reach this account at your bank. Please connect another one.",
  },
  institution_requirement: {
    label: 'Bank requirement',
    meaning: 'The bank asks for something new from its customer.',
    next: 'Relink.',
    forCustomer: 'Your bank needs you to confirm the connection again.',
  },
  unspecified: {
    label: 'No reason given',
    meaning: 'Stripe gives no reason.',
    next: 'Relink if the action says so, else ask for another account.',
    forCustomer: 'The connection to your bank has stopped. Please reconnect.',
  },
};

/** The words for a cause; one that Stripe added since is shown as Stripe's own word, in quotes. */
export function causeText(cause: string | null): CauseText {
  if (cause === null) {
    return {
      label: 'No details',
      meaning: 'Stripe gives no details with this API version.',
      next: 'Read the account again with a preview version, or ask the customer to link again.',
      forCustomer: 'The connection to your bank has stopped. Please reconnect.',
    };
  }
  return (
    causeTexts[cause] ?? {
      label: `“${cause}”`,
      meaning: `Stripe's own word for it is “${cause}”; this console does not know it yet.`,
      next: 'Look at the raw object, then decide.',
      forCustomer: 'The connection to your bank has stopped. Please reconnect.',
    }
  );
}
