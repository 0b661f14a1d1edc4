// Every call received, with what came of it: what a test asks to know who did what, and how often.
import { insertRows, type Store } from '@/emulator/store';

const mostEntries = 100_000;

interface LedgerEntry extends Record<string, unknown> {
  at: number;
  method: string;
  path: string;
  operation: string | null;
  key_suffix: string | null;
  idempotency_key: string | null;
  api_version: string | null;
  status: number;
  request_id: string;
  /** Answered from an idempotency key, so nothing happened again. */
  replayed: boolean;
  /** Something was written. */
  effect: boolean;
}

export interface Ledger {
  record: (entry: LedgerEntry) => void;
  /** Ends when everything recorded so far is in the database. */
  flush: () => Promise<void>;
}

/** A ledger that writes in the background, in the order of recording. */
export function createLedger(store: Store): Ledger {
  let waiting: LedgerEntry[] = [];
  let writing: Promise<void> = Promise.resolve();
  const write = async (): Promise<void> => {
    const batch = waiting;
    waiting = [];
    try {
      await insertRows(store.query, 'ledger', batch);
    } catch (error) {
      console.error(`emulator: ${batch.length} ledger entries could not be written`, error);
    }
  };
  return {
    record: (entry) => {
      waiting.push(entry);
      if (waiting.length === 1) writing = writing.then(write);
    },
    flush: () => writing,
  };
}

/** The entries after a number, oldest first. */
export async function readLedger(store: Store, after: number, limit: number): Promise<unknown[]> {
  return store.query('select * from ledger where seq > $1 order by seq limit $2', [after, limit]);
}

/** Keeps the newest entries. */
export async function pruneLedger(store: Store): Promise<void> {
  await store.query('delete from ledger where seq <= (select max(seq) from ledger) - $1', [mostEntries]);
}
