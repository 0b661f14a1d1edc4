// A whole running Relink of its own: two databases, the emulator, web, worker, and a network between them that can be broken.
import { randomBytes } from 'node:crypto';
import { chmodSync, cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, startDatabase } from '@/scripts/chaos/stand/database';
import { send } from '@/scripts/chaos/stand/http';
import { type Kept, keep } from '@/scripts/chaos/stand/process';
import { type Link, startLink } from '@/scripts/chaos/stand/proxy';
import { runBind } from '@/scripts/chaos/stand/scripts';
import {
  deliverySwitches,
  type Limits,
  limitSwitches,
  limitsOf,
  shortTimings,
} from '@/scripts/chaos/stand/settings';
import { freePort } from '@/scripts/ports';
import { inProject } from '@/scripts/project';
import { makeTables } from '@/scripts/supervisor/set-up';
import { emulatorKey } from '@/server/config';
import type { Timings } from '@/server/timings';

export interface WorldOrder {
  /** Rows with the same name share one world. */
  name: string;
  accounts: number;
  limits: Limits;
  /** Transactions of one account, at most. */
  transactions?: number;
  /** Leases and waits as in a real installation. */
  hasRealTimes?: boolean;
}

export interface World {
  appUrl: string;
  stripeUrl: string;
  /** Signs deliveries of our own; the console knows it from its environment. */
  secret: string;
  /** The endpoint at the emulator. */
  endpointId: string;
  database: Database;
  emulatorDatabase: Database;
  web: Kept;
  worker: Kept;
  /** Between the console and its database, and between the console and the emulator. */
  links: { web: Link; worker: Link; stripe: Link };
  /** One more worker. */
  addWorker(name: string, env?: Record<string, string>, args?: string[]): Kept;
  /** What a child of the console is told. */
  environment(timings?: Partial<Timings>): Record<string, string>;
  /** Web and worker begin anew under these limits; nothing when they have them. */
  setLimits(limits: Limits): Promise<void>;
  untilWebAnswers(): Promise<void>;
  stop(keepLogs: string | null): Promise<void>;
}

const typescript = ['--conditions=react-server', '--import', 'tsx'];
const readyWaitMs = 90_000;

/** Starts all of it; the accounts are not copied yet. */
export async function startWorld(order: WorldOrder, seed: number): Promise<World> {
  const folder = mkdtempSync(join(tmpdir(), 'relink-chaos-'));
  // As root the databases run as another user, who must get in.
  chmodSync(folder, 0o755);
  const logFolder = join(folder, 'logs');
  const [webPort, emulatorPort] = [await freePort(), await freePort()];
  const database = await startDatabase(join(folder, 'console'), 'relink', true);
  const emulatorDatabase = await startDatabase(join(folder, 'emulator'), 'emulator', false);
  await makeTables(database.url('relink'));
  const links = {
    web: await startLink(database.port),
    worker: await startLink(database.port),
    stripe: await startLink(emulatorPort),
  };
  const appUrl = `http://127.0.0.1:${webPort}`;
  const stripeUrl = `http://127.0.0.1:${emulatorPort}`;
  const secret = `whsec_${randomBytes(24).toString('hex')}`;
  const encryptionKey = randomBytes(32).toString('base64');
  let limits = order.limits;
  const addressBy = (link: Link) => {
    const url = new URL(database.url('relink'));
    url.port = String(link.port);
    return url.toString();
  };
  const environment = (timings: Partial<Timings> = {}) => ({
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    LOG_LEVEL: 'info',
    HOST: '127.0.0.1',
    PORT: String(webPort),
    APP_URL: appUrl,
    DATABASE_URL: addressBy(links.worker),
    STRIPE_SECRET_KEY: emulatorKey,
    STRIPE_API_BASE: `http://127.0.0.1:${links.stripe.port}`,
    STRIPE_WEBHOOK_SECRET: secret,
    ENCRYPTION_KEY: encryptionKey,
    RELINK_TIMINGS: JSON.stringify({ ...(order.hasRealTimes ? {} : shortTimings), ...timings }),
    ...limitsOf(limits),
  });
  const emulator = keep({
    name: 'emulator',
    args: [...typescript, 'emulator/serve.ts'],
    env: {
      NODE_ENV: 'production',
      EMULATOR_PORT: String(emulatorPort),
      EMULATOR_DATABASE_URL: emulatorDatabase.url('emulator'),
      EMULATOR_ACCOUNTS: String(order.accounts),
      EMULATOR_SEED: String(seed),
      EMULATOR_TRANSACTIONS: String(order.transactions ?? 3),
      EMULATOR_SWITCHES: JSON.stringify({ ...deliverySwitches, ...limitSwitches(limits) }),
    },
    logFolder,
  });
  const startWeb = () =>
    keep({
      name: 'web',
      args: [
        inProject('node_modules', 'next', 'dist', 'bin', 'next'),
        'start',
        '-H',
        '127.0.0.1',
        '-p',
        String(webPort),
      ],
      env: { ...environment(), DATABASE_URL: addressBy(links.web) },
      logFolder,
    });
  const addWorker = (name: string, env: Record<string, string> = {}, args: string[] = []) => {
    const worker = keep({
      name,
      args: [...typescript, ...args, 'server/worker.ts'],
      env: { ...environment(), ...env },
      logFolder,
    });
    extras.add(worker);
    return worker;
  };
  const extras = new Set<Kept>();
  const stopAll = async (parts: Kept[]) => {
    await Promise.all(parts.map((part) => part.stop()));
  };
  let isClosed = false;
  const close = async (keepLogs: string | null) => {
    if (isClosed) return;
    isClosed = true;
    for (const link of Object.values(links)) link.set({ up: 'pass', down: 'pass', delayMs: 0 });
    await stopAll([...extras]);
    await emulator.stop();
    for (const link of Object.values(links)) await link.close();
    await database.stop();
    await emulatorDatabase.stop();
    if (keepLogs && existsSync(logFolder)) cpSync(logFolder, join(keepLogs, order.name), { recursive: true });
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    await until(`${stripeUrl}/_emulator/health`, 'The emulator');
    const endpointId = await runBind({ ...environment(), DATABASE_URL: addressBy(links.web) });
    const web = startWeb();
    extras.add(web);
    const worker = addWorker('worker');
    const untilWebAnswers = () => until(`${appUrl}/api/ready`, 'The web server');
    await untilWebAnswers();
    return {
      appUrl,
      stripeUrl,
      secret,
      endpointId,
      database,
      emulatorDatabase,
      web,
      worker,
      links,
      addWorker,
      environment,
      untilWebAnswers,
      setLimits: async (next) => {
        if (next === limits) return;
        limits = next;
        await send(`${stripeUrl}/_emulator/switches`, {
          method: 'PUT',
          body: JSON.stringify(limitSwitches(next)),
        });
        await Promise.all([web.deploy(limitsOf(next)), worker.deploy(limitsOf(next))]);
        await untilWebAnswers();
      },
      stop: close,
    };
  } catch (error) {
    await close(inProject('test-results', 'chaos'));
    throw error;
  }
}

async function until(url: string, who: string): Promise<void> {
  const end = Date.now() + readyWaitMs;
  while ((await send(url, { timeoutMs: 5_000 })).status !== 200) {
    if (Date.now() > end) throw new Error(`${who} did not answer under ${url}.`);
    await sleep(50);
  }
}
