// What the stream of changes tells a browser: rows as lists show them, and the names of what else has changed.
import type { AccountRow } from './account';
import type { SessionRow } from './session';

/** Every kind of message, in the stream's own `event:` line. */
export const changeKinds = ['hello', 'rows', 'touched', 'gap', 'level', 'reset', 'beat'] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** First of all: the server's time, the newest version that it knows, and how often it is heard from at least. */
export interface Hello {
  now: string;
  version: string;
  beatMs: number;
}

/** Rows in their present state. One may come twice, and an older one after a newer: the version decides. */
export interface ChangedRows {
  accounts: AccountRow[];
  sessions: SessionRow[];
}

/** Something of a table has changed: these ids, or too many to name (null). */
export interface Touched {
  table: string;
  ids: string[] | null;
}

/**
 * `gap`: the server does not hear of changes right now. `level`: all that changed until now has been told.
 * `reset`: too much has changed to tell; read anew what is shown. `beat`: the stream lives.
 */
export type Change =
  | ({ kind: 'hello' } & Hello)
  | ({ kind: 'rows' } & ChangedRows)
  | ({ kind: 'touched' } & Touched)
  | { kind: 'gap' | 'level' | 'reset' | 'beat' };
