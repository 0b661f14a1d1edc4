// What the palette finds: of each hit as much as tells it from the next one.
import type { AccountRow } from './account';
import type { Total } from './page';
import type { SessionRow } from './session';

/** A single character matches nearly everything: nothing is looked for. */
export const minSearchLength = 2;

export type AccountHit = Pick<
  AccountRow,
  | 'id'
  | 'institutionName'
  | 'displayName'
  | 'last4'
  | 'status'
  | 'cause'
  | 'action'
  | 'expectedDeactivationAt'
  | 'holder'
>;

export interface HolderHit {
  id: string;
  /** customer or account */
  type: string;
  name: string | null;
  email: string | null;
  /** The customer was deleted at Stripe. */
  isDeleted: boolean;
  accounts: Total;
}

export type SessionHit = Pick<
  SessionRow,
  'id' | 'origin' | 'outcome' | 'holder' | 'accountCount' | 'firstSeenAt'
>;

/** The first few of each kind. */
export interface SearchAnswer {
  accounts: AccountHit[];
  /** The list of accounts has more for the same text. */
  hasMoreAccounts: boolean;
  holders: HolderHit[];
  sessions: SessionHit[];
}
