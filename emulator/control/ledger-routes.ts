// The control calls on the ledger.
import type { Asked, On } from '@/emulator/control/on';
import type { Engine } from '@/emulator/handler';
import { clearLedger, type LedgerKind, ledgerKinds, readLedger } from '@/emulator/ledger/ledger';
import { summarize } from '@/emulator/ledger/summary';
import { Failure } from '@/emulator/protocol/failure';

const most = 10_000;

/** Adds the control calls on the ledger. */
export function ledgerRoutes(on: On, { store, ledger }: Engine): void {
  on('GET', '/ledger', async (_id, _sent, asked) => {
    await ledger.flush();
    const limit = Math.min(most, Math.max(1, whole(asked, 'limit', 1_000)));
    return { data: await readLedger(store, kindsIn(asked.query('kind')), whole(asked, 'after', 0), limit) };
  });
  on('GET', '/ledger/summary', async (_id, _sent, asked) => {
    await ledger.flush();
    return summarize(store, whole(asked, 'after', 0));
  });
  on('DELETE', '/ledger', async () => {
    await clearLedger(store, ledger);
    return { ok: true };
  });
}

/** Calls alone unless others are asked for: `effect`, `call,delivery`, `all`. */
function kindsIn(text = 'call'): LedgerKind[] {
  if (text === 'all') return ledgerKinds;
  const names = text.split(',');
  const kinds = ledgerKinds.filter((kind) => names.includes(kind));
  if (kinds.length !== names.length) throw new Failure(`kind is all, or some of ${ledgerKinds.join(', ')}.`);
  return kinds;
}

function whole(asked: Asked, name: string, fallback: number): number {
  const value = Number(asked.query(name) ?? fallback);
  if (!Number.isSafeInteger(value)) throw new Failure('after and limit are numbers.');
  return value;
}
