// The test institutions of Stripe's sandbox, the accounts invented for each, and what they do later.
import type { AccountNumber } from '@/emulator/objects';

/** An account that an institution offers. */
export interface AccountTemplate {
  name: string;
  category: string;
  subcategory: string;
  last4: string;
  currency?: string;
  /** The figure of its first balance, in the smallest unit; null: refreshes succeed without one. */
  opening: number | null;
  /** Owners by number: 0 means that the bank gives none. */
  owners?: number;
  payments?: boolean;
  number?: { status: AccountNumber['status']; expiresAfterSeconds: number | null };
}

/** What happens at an institution besides success. */
export interface Institution {
  name: string;
  id: string;
  accounts: AccountTemplate[];
  /** The login cannot be made at all. */
  down?: true;
  /** Accounts go inactive shortly after linking. */
  breaksAfterLinking?: true;
  /** After linking or relinking, the login is expected to lapse after so many seconds. */
  lapsesAfterSeconds?: { linked?: number; relinked?: number };
  refreshesFail?: true;
}

const checking: AccountTemplate = {
  name: 'Checking',
  category: 'cash',
  subcategory: 'checking',
  last4: '6789',
  opening: 1_254_320,
};
const savings: AccountTemplate = {
  name: 'Savings',
  category: 'cash',
  subcategory: 'savings',
  last4: '4242',
  opening: 8_012_045,
};
const card: AccountTemplate = {
  name: 'Credit Card',
  category: 'credit',
  subcategory: 'credit_card',
  last4: '3055',
  opening: -84_210,
};
const mortgage: AccountTemplate = {
  name: 'Mortgage',
  category: 'credit',
  subcategory: 'mortgage',
  last4: '9017',
  opening: -24_150_000,
};
const basic = [checking, savings, card, mortgage];
const plain = [checking, savings];

/** By these names the control call chooses where a session's flow happens. */
export const institutions: readonly Institution[] = [
  { name: 'Test (Non-OAuth)', id: 'fcinst_TestNonOAuth', accounts: basic },
  { name: 'Test (OAuth)', id: 'fcinst_TestOAuth', accounts: basic },
  { name: 'Bank (Non-OAuth)', id: 'fcinst_BankNonOAuth', accounts: basic },
  {
    name: 'Bank (OAuth)',
    id: 'fcinst_BankOAuth',
    accounts: [
      ...basic,
      {
        name: 'Joint Checking',
        category: 'cash',
        subcategory: 'checking',
        last4: '1180',
        opening: 310_077,
        owners: 2,
      },
      {
        name: 'Home Equity Line',
        category: 'credit',
        subcategory: 'line_of_credit',
        last4: '7731',
        opening: -512_000,
      },
    ],
  },
  {
    name: 'Ownership Accounts',
    id: 'fcinst_Ownership',
    accounts: [
      { ...checking, name: 'One Owner Checking', last4: '0001', owners: 1 },
      { ...checking, name: 'Joint Checking', last4: '0002', owners: 2 },
      { ...checking, name: 'Three Owners Checking', last4: '0003', owners: 3 },
      { ...checking, name: 'No Owner Data Checking', last4: '0000', owners: 0 },
    ],
  },
  {
    name: 'Invalid Payment Accounts',
    id: 'fcinst_InvalidPayment',
    accounts: [
      { ...checking, name: 'Checking Without Payments', last4: '1001', payments: false },
      { ...savings, name: 'Savings Without Payments', last4: '1002', payments: false },
    ],
  },
  { name: 'Down (Scheduled)', id: 'fcinst_DownScheduled', accounts: [], down: true },
  { name: 'Down (Unscheduled)', id: 'fcinst_DownUnscheduled', accounts: [], down: true },
  { name: 'Down (Error)', id: 'fcinst_DownError', accounts: [], down: true },
  {
    name: 'Tokenized Account Number',
    id: 'fcinst_Tokenized',
    accounts: [
      {
        ...checking,
        name: 'Expired Checking',
        last4: '2001',
        number: { status: 'deactivated', expiresAfterSeconds: null },
      },
      {
        ...checking,
        name: 'Eventually Expiring Checking',
        last4: '2002',
        number: { status: 'transactable', expiresAfterSeconds: 30 * 86_400 },
      },
      {
        ...checking,
        name: 'Immediately Expiring Checking',
        last4: '2003',
        number: { status: 'transactable', expiresAfterSeconds: 0 },
      },
    ],
  },
  { name: 'Inactive Accounts', id: 'fcinst_Inactive', accounts: plain, breaksAfterLinking: true },
  {
    name: 'Immediately Requires Reauthentication',
    id: 'fcinst_ImmediatelyReauth',
    accounts: plain,
    breaksAfterLinking: true,
    lapsesAfterSeconds: { relinked: 86_400 },
  },
  {
    name: 'Eventually Requires Reauthentication',
    id: 'fcinst_EventuallyReauth',
    accounts: plain,
    lapsesAfterSeconds: { linked: 30 * 86_400, relinked: 30 * 86_400 },
  },
  // Not in Stripe's sandbox, which documents no bank whose refreshes fail.
  { name: 'Refresh Always Fails', id: 'fcinst_RefreshFails', accounts: basic, refreshesFail: true },
];

/** The institution of this name, or null for one that only the seeded world knows. */
export function findInstitution(name: string): Institution | null {
  return institutions.find((institution) => institution.name === name) ?? null;
}
