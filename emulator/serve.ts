// The emulator as a process, and as a function for tests.
import { pathToFileURL } from 'node:url';
import { serve } from '@hono/node-server';
import { sessionTimers } from '@/emulator/bank/flow';
import { lifeTimers } from '@/emulator/bank/life';
import { refreshTimers } from '@/emulator/bank/refresh';
import { dueRunner, spreadMissedDays, startTicker } from '@/emulator/clock';
import { createStorms } from '@/emulator/control/storm';
import { createFaults } from '@/emulator/faults/register';
import { createHandler } from '@/emulator/handler';
import { createLedger, pruneLedger, recordEffects } from '@/emulator/ledger/ledger';
import { pruneKeys } from '@/emulator/protocol/idempotency';
import { createLimiter } from '@/emulator/protocol/rate-limit';
import { ensureWorld, type Flavour, flavours, resetWorld, type WorldSize } from '@/emulator/seed/seed';
import { openStore, type Store } from '@/emulator/store';
import { changedSwitches, defaultSwitches, type SwitchChanges } from '@/emulator/switches';
import { readWebhooks } from '@/emulator/webhooks/endpoints';
import { createSender } from '@/emulator/webhooks/sender';

const host = '127.0.0.1';
const pruneEveryMs = 60_000;
const patienceMs = 3_000;

export interface EmulatorOptions {
  databaseUrl: string;
  /** 0 takes any free port. */
  port: number;
  accounts: number;
  seed: number;
  /** Switches that hold whatever an earlier run left behind. */
  switches?: SwitchChanges;
  /** Throws the old world away. */
  reset?: boolean;
  /** The second at which the seeded world ends; left out: now, rounded down to the hour. */
  now?: number;
  /** At most so many transactions for an account of the seeded world. */
  transactions?: number;
  /** Of which kind the seeded world is. */
  flavour?: Flavour;
}

export interface Emulator {
  url: string;
  port: number;
  /** What was said about the world at the start. */
  notice: string;
  close: () => Promise<void>;
}

/** Starts the emulator: tables, world, timers, HTTP. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  const store = await openStore(options.databaseUrl, options.switches);
  try {
    return await startWith(store, options);
  } catch (error) {
    await store.pool.end();
    throw error;
  }
}

async function startWith(store: Store, options: EmulatorOptions): Promise<Emulator> {
  const size: WorldSize = {
    accounts: options.accounts,
    seed: options.seed,
    ...(options.now === undefined ? {} : { now: options.now }),
    ...(options.transactions === undefined ? {} : { transactions: options.transactions }),
    ...(options.flavour === undefined ? {} : { flavour: options.flavour }),
  };
  const notice =
    options.reset === true ? describe(await resetWorld(store, size)) : await ensureWorld(store, size);
  await spreadMissedDays(store);
  const runDue = dueRunner(store, { ...refreshTimers, ...lifeTimers, ...sessionTimers });
  await readWebhooks(store);
  const ledger = createLedger(store);
  const sender = createSender(store, ledger);
  const faults = createFaults();
  const storms = createStorms(store);
  store.committed = (tx) => {
    recordEffects(ledger, tx);
    if (tx.delivers !== 'nothing') sender.ring(tx.delivers === 'later');
  };
  const app = createHandler({ store, runDue, ledger, faults, sender, storms, limiter: createLimiter() });
  const { server, port } = await listen(app.fetch, options.port);
  const stopTicker = startTicker(runDue);
  const pruner = setInterval(() => void prune(store), pruneEveryMs);
  pruner.unref();
  const close = async (): Promise<void> => {
    stopTicker();
    clearInterval(pruner);
    storms.stop();
    // Answers that are held up would hold up the end.
    faults.clear();
    await closeServer(server);
    await sender.stop();
    // What is due now may hold a connection; it is let end before the pool does.
    await runDue().catch((error: unknown) => console.error('emulator: timers could not be run', error));
    await storms.ended();
    await ledger.flush();
    await store.pool.end();
  };
  return { url: `http://${host}:${port}`, port, notice, close };
}

function describe(world: { accounts: number; seed: number }): string {
  return `a new world of ${world.accounts} accounts from seed ${world.seed}`;
}

type Server = ReturnType<typeof serve>;

function listen(
  fetch: Parameters<typeof serve>[0]['fetch'],
  port: number,
): Promise<{ server: Server; port: number }> {
  return new Promise((resolve, reject) => {
    const server = serve({ fetch, port, hostname: host }, (info) => resolve({ server, port: info.port }));
    server.once('error', reject);
  });
}

/** Lets running calls end, but not for ever. */
async function closeServer(server: Server): Promise<void> {
  const cut = setTimeout(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
  }, patienceMs);
  await new Promise<void>((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
  });
  clearTimeout(cut);
}

async function prune(store: Store): Promise<void> {
  try {
    await pruneKeys(store);
    await pruneLedger(store);
  } catch (error) {
    console.error('emulator: old rows could not be deleted', error);
  }
}

function number(name: string, fallback: number): number {
  const text = process.env[name];
  const value = text === undefined || text === '' ? fallback : Number(text);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new Error(`${name} must be a whole number, not '${text}'.`);
  return value;
}

function optional(name: string): number | undefined {
  return process.env[name] === undefined || process.env[name] === '' ? undefined : number(name, 0);
}

function flavourFromEnvironment(): Flavour | undefined {
  const text = process.env.EMULATOR_FLAVOUR;
  if (text === undefined || text === '') return undefined;
  const flavour = flavours.find((each) => each === text);
  if (flavour === undefined)
    throw new Error(`EMULATOR_FLAVOUR is one of ${flavours.join(', ')}, not '${text}'.`);
  return flavour;
}

/** Switches from EMULATOR_SWITCHES, a JSON object. */
function switchesFromEnvironment(): SwitchChanges {
  const text = process.env.EMULATOR_SWITCHES;
  if (text === undefined || text === '') return {};
  const changes: unknown = JSON.parse(text);
  const result = changedSwitches(defaultSwitches, changes);
  if (typeof result === 'string') throw new Error(`EMULATOR_SWITCHES: ${result}`);
  return changes as SwitchChanges;
}

async function main(): Promise<void> {
  const databaseUrl = process.env.EMULATOR_DATABASE_URL;
  if (databaseUrl === undefined || databaseUrl === '') {
    throw new Error('EMULATOR_DATABASE_URL must name a Postgres database of the emulator alone.');
  }
  const now = optional('EMULATOR_NOW');
  const transactions = optional('EMULATOR_TRANSACTIONS');
  const flavour = flavourFromEnvironment();
  const emulator = await startEmulator({
    databaseUrl,
    port: number('EMULATOR_PORT', 4010),
    accounts: number('EMULATOR_ACCOUNTS', 200),
    seed: number('EMULATOR_SEED', 1),
    switches: switchesFromEnvironment(),
    reset: process.argv.includes('--reset'),
    ...(now === undefined ? {} : { now }),
    ...(transactions === undefined ? {} : { transactions }),
    ...(flavour === undefined ? {} : { flavour }),
  });
  console.log(`emulator ready at ${emulator.url} with ${emulator.notice}`);
  let closing = false;
  const end = (): void => {
    if (closing) return;
    closing = true;
    setTimeout(() => {
      console.error('emulator: a call did not end in time and was cut off');
      process.exit(1);
    }, 2 * patienceMs).unref();
    emulator.close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error('emulator: could not end cleanly', error);
        process.exit(1);
      },
    );
  };
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  // Started by a supervisor with a channel: it ends when the supervisor does.
  process.on('disconnect', end);
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  main().catch((error: unknown) => {
    console.error(`emulator: ${error instanceof Error ? error.message : String(error)}`);
    process.exit(1);
  });
}
