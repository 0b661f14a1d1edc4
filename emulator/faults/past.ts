// What accounts were a moment ago: a stale read is answered from it.
import type { Account } from '@/emulator/objects';

const mostStates = 8;
const mostAccounts = 4_000;

/** An account as text, as its row holds it. */
export interface SavedAccount {
  body: string;
  inside: string;
  patch: string | null;
}

interface State {
  /** Milliseconds of the emulator's clock. */
  from: number;
  account: SavedAccount;
}

/** How far back: by time or by number of changes. */
export type Back = { seconds: number } | { versions: number };

export interface Past {
  knows: (id: string) => boolean;
  /** Keeps a new state; `before` is needed for the first one. */
  keep: (id: string, before: SavedAccount | null, now: SavedAccount, at: number) => void;
  /** The account as it was; as it is, when nothing older is known. */
  recall: (account: Account, back: Back, now: number) => Account;
  clear: () => void;
}

/** An empty memory; it holds the last states of the accounts that changed last. */
export function createPast(): Past {
  const states = new Map<string, State[]>();
  return {
    knows: (id) => states.has(id),
    keep: (id, before, now, at) => {
      const known =
        states.get(id) ?? (before === null ? [] : [{ from: Number.NEGATIVE_INFINITY, account: before }]);
      states.delete(id);
      states.set(id, [...known, { from: at, account: now }].slice(-mostStates));
      const oldest = states.keys().next().value;
      if (states.size > mostAccounts && oldest !== undefined) states.delete(oldest);
    },
    recall: (account, back, now) => {
      const known = states.get(account.body.id);
      const state = known === undefined ? undefined : stateAt(known, back, now);
      return state === undefined ? account : parsed(state.account);
    },
    clear: () => states.clear(),
  };
}

function stateAt(known: State[], back: Back, now: number): State | undefined {
  if ('versions' in back) return known[Math.max(0, known.length - 1 - back.versions)];
  return known.findLast(({ from }) => from <= now - back.seconds * 1000) ?? known[0];
}

function parsed({ body, inside, patch }: SavedAccount): Account {
  return {
    body: JSON.parse(body) as Account['body'],
    inside: JSON.parse(inside) as Account['inside'],
    patch: patch === null ? null : (JSON.parse(patch) as Account['patch']),
  };
}
