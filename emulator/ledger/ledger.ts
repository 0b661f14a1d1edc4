// Everything that happened, in one order: calls received, effects, delivery attempts. Tests compare with it.
import { prepared, type Store, type Tx } from '@/emulator/store';

const mostEntries = 1_000_000;
/** How long entries are collected before they are written together. */
const collectMs = 100;

/** A call that was received, with what came of it. */
interface CallEntry {
  method: string;
  path: string;
  world: number | null;
  operation: string | null;
  key_suffix: string | null;
  idempotency_key: string | null;
  api_version: string | null;
  /** 0: there was no answer. */
  status: number;
  request_id: string;
  /** Answered from an idempotency key, so nothing happened again. */
  replayed: boolean;
  /** Something was written. */
  effect: boolean;
  /** The fault that befell it. */
  fault: string | null;
  /** Milliseconds of the wall clock, and how many it took. */
  arrived_at: number;
  ms: number;
}

interface EffectEntry {
  what: string;
  world: number;
  object: string;
  account: string | null;
  request_id: string | null;
  idempotency_key: string | null;
}

interface DeliveryEntry {
  world: number;
  event: string;
  endpoint: string;
  attempt: number;
  copy: number;
  status: number | null;
  ms: number;
  error: string | null;
}

type Entry =
  | ({ kind: 'call'; at: number } & CallEntry)
  | ({ kind: 'effect'; at: number } & EffectEntry)
  | ({ kind: 'delivery'; at: number } & DeliveryEntry);

/** What rows of each kind show. */
const shown = {
  call: 'method, path, operation, key_suffix, idempotency_key, api_version, status, request_id, replayed, effect, fault, arrived_at, ms',
  effect: 'what, account, object, idempotency_key, request_id',
  delivery: 'event, endpoint, attempt, copy, status, ms, error',
} as const;

export type LedgerKind = keyof typeof shown;

/** The kinds of entries. */
export const ledgerKinds = Object.keys(shown) as LedgerKind[];

export interface Ledger {
  record: (entry: Entry) => void;
  /** Ends when everything recorded so far is in the database. */
  flush: () => Promise<void>;
}

const columns = [
  ...new Set(['kind', 'at', 'world', ...Object.values(shown).flatMap((list) => list.split(', '))]),
].join(', ');

/** A ledger that writes in the background, in the order of recording. */
export function createLedger(store: Store): Ledger {
  let waiting: Entry[] = [];
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();
  const write = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    if (batch.length === 0) return;
    try {
      await store.query(
        prepared(
          `insert into ledger_entries (${columns}) select ${columns} from json_populate_recordset(null::ledger_entries, $1)`,
        ),
        [JSON.stringify(batch)],
      );
    } catch (error) {
      console.error(`emulator: ${batch.length} ledger entries could not be written`, error);
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write);
    return writing;
  };
  return {
    record: (entry) => {
      waiting.push(entry);
      timer ??= setTimeout(() => void flush(), collectMs);
    },
    flush,
  };
}

/** Records what a committed transaction changed. */
export function recordEffects(ledger: Ledger, tx: Tx): void {
  for (const effect of tx.effects) {
    ledger.record({
      kind: 'effect',
      at: Math.floor(tx.clock()),
      world: tx.world.id,
      ...effect,
      request_id: tx.cause?.id ?? null,
      idempotency_key: tx.cause?.key ?? null,
    });
  }
}

/** The entries of these kinds after a number, oldest first. */
export async function readLedger(
  store: Store,
  kinds: readonly LedgerKind[],
  after: number,
  limit: number,
): Promise<unknown[]> {
  const [only] = kinds;
  if (only !== undefined && kinds.length === 1) {
    return store.query(
      `select seq, kind, at, ${shown[only]} from ledger_entries where kind = $1 and seq > $2 order by seq limit $3`,
      [only, after, limit],
    );
  }
  const rows = await store.query<Record<string, unknown> & { kind: LedgerKind }>(
    'select * from ledger_entries where kind = any($1) and seq > $2 order by seq limit $3',
    [kinds, after, limit],
  );
  return rows.map((row) => {
    const names = ['seq', 'kind', 'at', ...shown[row.kind].split(', ')];
    return Object.fromEntries(names.map((name) => [name, row[name]]));
  });
}

/** Forgets everything. */
export async function clearLedger(store: Store, ledger: Ledger): Promise<void> {
  await ledger.flush();
  await store.query('truncate ledger_entries');
}

/** Keeps the newest entries. */
export async function pruneLedger(store: Store): Promise<void> {
  await store.query('delete from ledger_entries where seq <= (select max(seq) from ledger_entries) - $1', [
    mostEntries,
  ]);
}
