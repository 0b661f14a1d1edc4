// The newest rows that the stream has told this tab: a slower answer must not show an older state of them.
import type { AccountRow } from '@/domain/account';
import type { SessionRow } from '@/domain/session';
import { newerOf } from '@/domain/version';

/** More than a screen ever shows; the oldest are forgotten first. */
const mostRows = 5_000;

const accounts = new Map<string, AccountRow>();
const sessions = new Map<string, SessionRow>();

function remember<Row extends { id: string; version: string }>(known: Map<string, Row>, row: Row): void {
  const newest = newerOf(known.get(row.id), row);
  // Put in anew, so that it is the last to be forgotten.
  known.delete(row.id);
  known.set(row.id, newest);
  const [oldest] = known.keys();
  if (known.size > mostRows && oldest !== undefined) known.delete(oldest);
}

/** Keeps what the stream told. */
export function rememberRows(told: {
  accounts: readonly AccountRow[];
  sessions: readonly SessionRow[];
}): void {
  for (const row of told.accounts) remember(accounts, row);
  for (const row of told.sessions) remember(sessions, row);
}

export const heardAccounts: ReadonlyMap<string, AccountRow> = accounts;
export const heardSessions: ReadonlyMap<string, SessionRow> = sessions;
