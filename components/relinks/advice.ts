// What to do about a broken account, and what to tell its customer: the action decides, the cause explains.
import { causeText } from '@/domain/account-state';

const anotherAccount = 'Ask for another account.';
const anotherOrWait = 'Ask for another account, or wait.';
const reconnect = 'Your bank asks you to connect this account again. It takes about a minute.';

interface Advised {
  status: string;
  cause: string | null;
  action: string | null;
}

/** The one next step for the team. */
export function nextStep(cause: string | null, action: string | null): string {
  const { next } = causeText(cause);
  if (action === 'none') return cause === 'account_unavailable' ? anotherOrWait : anotherAccount;
  if (action !== 'relink_required') return next;
  // The words of these causes alone would send the customer away.
  if (isGone(cause)) return 'Even so, Stripe says that a relink mends it.';
  return cause === 'access_denied' ? next : 'Relink.';
}

/** Words that an operator may send to the customer; of an account that still works, that it needs renewing. */
export function customerWords({ status, cause, action }: Advised): string {
  if (status === 'active') return reconnect;
  const { forCustomer } = causeText(cause);
  if (action === 'none' && !isGone(cause)) {
    return 'The connection to your bank has stopped and cannot be renewed. Please connect another account.';
  }
  if (action === 'relink_required' && isGone(cause)) return reconnect;
  return forCustomer;
}

/** Causes whose own words already send the customer to another account. */
const isGone = (cause: string | null) => cause === 'account_closed' || cause === 'account_unavailable';
