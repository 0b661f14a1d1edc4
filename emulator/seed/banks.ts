// The banks of the seeded world and the kinds of accounts they hold.
import type { Random } from '@/emulator/random';

/** A bank: how often it is met, and how its data differs. */
export interface Bank {
  name: string;
  id: string;
  /** Account numbers are stand-ins that may lapse. */
  tokenized?: true;
  /** Figures are computed once a day. */
  daily?: true;
  /** Balance refreshes succeed without a figure. */
  noBalance?: true;
}

const weighted: readonly (readonly [string, number, Omit<Bank, 'name' | 'id'>])[] = [
  ['Chase', 17, { tokenized: true }],
  ['Bank of America', 14, {}],
  ['Wells Fargo', 11, {}],
  ['Citibank', 7, {}],
  ['U.S. Bank', 6, { tokenized: true }],
  ['PNC Bank', 5, { tokenized: true }],
  ['Capital One', 7, {}],
  ['Truist', 4, {}],
  ['TD Bank', 3, {}],
  ['American Express', 3, {}],
  ['Charles Schwab', 2, {}],
  ['Ally Bank', 2, {}],
  ['USAA', 2, {}],
  ['Navy Federal Credit Union', 3, {}],
  ['Harborstone Savings', 2, { daily: true }],
  ['First Prairie Credit Union', 2, { daily: true }],
  ['Cascade Mutual Bank', 2, { daily: true }],
  ['Golden Valley Community Bank', 1.5, { noBalance: true }],
  ['Teton Federal Credit Union', 1.5, { daily: true }],
  ['Bayou Trust & Savings', 1, { noBalance: true }],
  ['Mercado Banco Comunitario', 1, {}],
  ['Lumen Digital Bank', 2, {}],
  ['Refresh Always Fails', 0.5, {}],
];

const banks = weighted.map(([name, weight, traits]): readonly [Bank, number] => [
  { name, id: `fcinst_${name.replace(/[^A-Za-z]/g, '')}`, ...traits },
  weight,
]);
const fallback: Bank = { name: 'Chase', id: 'fcinst_Chase', tokenized: true };

/** One bank, the big ones more often. */
export function pickBank(random: Random): Bank {
  return random.weighted(banks, fallback);
}

/** A kind of account, with the range of its balance in US cents. */
export interface Kind {
  category: string;
  subcategory: string;
  names: readonly [string, ...string[]];
  low: number;
  high: number;
}

const checking: Kind = {
  category: 'cash',
  subcategory: 'checking',
  names: [
    'Everyday Checking',
    'Total Checking',
    'Advantage Checking',
    'Business Checking',
    'Student Checking',
    'Joint Checking',
  ],
  low: 1_200,
  high: 2_400_000,
};

const kinds: readonly (readonly [Kind, number])[] = [
  [checking, 46],
  [
    {
      category: 'cash',
      subcategory: 'savings',
      names: [
        'Savings',
        'High-Yield Savings',
        'Way2Save',
        '360 Performance Savings',
        'Emergency Fund',
        'Vacation',
      ],
      low: 5_000,
      high: 9_800_000,
    },
    24,
  ],
  [
    {
      category: 'cash',
      subcategory: 'other',
      names: ['Cash Management', 'Certificate 12 Month'],
      low: 100_000,
      high: 6_000_000,
    },
    3,
  ],
  [
    {
      category: 'credit',
      subcategory: 'credit_card',
      names: ['Platinum Card', 'Freedom Card', 'Cash Rewards', 'Travel Card', 'Business Card'],
      low: -1_400_000,
      high: -900,
    },
    14,
  ],
  [
    {
      category: 'credit',
      subcategory: 'mortgage',
      names: ['Home Mortgage', 'Fixed 30 Mortgage'],
      low: -62_000_000,
      high: -4_000_000,
    },
    4,
  ],
  [
    {
      category: 'credit',
      subcategory: 'line_of_credit',
      names: ['Home Equity Line', 'Business Line of Credit'],
      low: -9_000_000,
      high: 0,
    },
    3,
  ],
  [{ category: 'credit', subcategory: 'other', names: ['Auto Loan'], low: -4_200_000, high: -200_000 }, 2],
  [
    {
      category: 'investment',
      subcategory: 'other',
      names: ['Brokerage', 'Roth IRA'],
      low: 80_000,
      high: 41_000_000,
    },
    3,
  ],
  [{ category: 'other', subcategory: 'other', names: ['Prepaid Card'], low: 0, high: 90_000 }, 1],
];

/** One kind of account. */
export function pickKind(random: Random): Kind {
  return random.weighted(kinds, checking);
}

const currencies: readonly (readonly [string, number])[] = [
  ['usd', 92],
  ['cad', 3],
  ['eur', 2],
  ['gbp', 1.5],
  ['jpy', 0.8],
  ['kwd', 0.7],
];
const firstCurrencies: Record<number, string> = { 14: 'eur', 23: 'gbp', 31: 'jpy', 39: 'kwd', 47: 'cad' };

/** The currency of the n-th account: each one is met early. */
export function pickCurrency(n: number, random: Random): string {
  return firstCurrencies[n] ?? random.weighted(currencies, 'usd');
}
