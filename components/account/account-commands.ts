// What an operator can ask of one account: the calls behind the buttons of its page.
import { sendJson } from '@/components/api';
import type { AccountDetail } from '@/domain/account';
import type { Problem } from '@/domain/problem';
import type { RefreshFeature } from '@/domain/refresh';
import { accountPath } from './account-queries';

export interface RefreshAnswer {
  account: AccountDetail;
  requested: RefreshFeature[];
  refused: NonNullable<Problem['refused']>;
}

interface AccountAnswer {
  account: AccountDetail;
}

/** Asks the bank anew through Stripe; may be billed. */
export const refreshAccount = (id: string, features: RefreshFeature[], requestKey: string) =>
  sendJson<RefreshAnswer>('POST', `${accountPath(id)}/refresh`, { features }, requestKey);

/** Reads what Stripe has now; free. */
export const readAccountAgain = (id: string, requestKey: string) =>
  sendJson<AccountAnswer>('POST', `${accountPath(id)}/read`, {}, requestKey);

/** Daily transactions on or off. */
export const setSubscription = (id: string, isOn: boolean, requestKey: string) =>
  sendJson<AccountAnswer>(
    isOn ? 'PUT' : 'DELETE',
    `${accountPath(id)}/subscription`,
    { features: ['transactions'] },
    requestKey,
  );

/** Ends the access for good. */
export const disconnectAccount = (id: string, reason: string, requestKey: string) =>
  sendJson<AccountAnswer>('POST', `${accountPath(id)}/disconnect`, { reason }, requestKey);
