// The rows of the seeded world, gathered holder by holder and written in batches.
import type { Query } from '@/emulator/store';
import { insertRows } from '@/emulator/store';

/** The tables that a world fills, in the order of writing. */
export const tables = [
  'customers',
  'connected_accounts',
  'authorizations',
  'accounts',
  'sessions',
  'session_accounts',
  'ownerships',
  'transaction_refreshes',
  'transactions',
  'timers',
] as const;

type Table = (typeof tables)[number];

/** Rows waiting to be written. */
export type Rows = Record<Table, Record<string, unknown>[]>;

/** No rows. */
export function noRows(): Rows {
  return {
    customers: [],
    connected_accounts: [],
    authorizations: [],
    accounts: [],
    sessions: [],
    session_accounts: [],
    ownerships: [],
    transaction_refreshes: [],
    transactions: [],
    timers: [],
  };
}

const enough = 1_000;

/** True when there are rows enough for a statement. */
export function isFull(rows: Rows): boolean {
  return rows.accounts.length >= enough || rows.transactions.length >= 5 * enough;
}

/** Writes all rows. */
export async function writeRows(query: Query, rows: Rows): Promise<void> {
  for (const table of tables) await insertRows(query, table, rows[table]);
}
