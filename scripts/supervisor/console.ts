// Starts the emulator, binds the database, starts worker and web: the same for `npm start` and for the browser tests.

import { startPostgres } from '@/scripts/postgres/server';
import { checkDatabase } from '@/scripts/supervisor/database-check';
import { encryptionKey } from '@/scripts/supervisor/encryption-key';
import { type PartContext, startEmulator, startWeb, startWorker } from '@/scripts/supervisor/parts';
import type { Running } from '@/scripts/supervisor/running';
import { makeTables } from '@/scripts/supervisor/set-up';
import { childEnvironment, needsPostgres, type Settings } from '@/scripts/supervisor/settings';
import { say, step } from '@/scripts/supervisor/terminal';
import { connectAtStart } from '@/scripts/supervisor/webhooks';
import { ToldError } from '@/scripts/told-error';

const DATABASE = 'relink';
const EMULATOR_DATABASE = 'relink_emulator';

interface Databases {
  console: string;
  emulator: string | null;
}

export interface ConsoleOptions {
  settings: Settings;
  isDev: boolean;
  /** A throw-away world: the database does not flush to the disk. */
  isTest?: boolean;
  onLine?: (name: string, line: string) => void;
}

/** Starts the databases, and refuses an environment that the console could not run in. */
export async function startDatabases(options: ConsoleOptions, running: Running): Promise<Databases> {
  const databases = await openDatabases(options, running);
  const { parseConfig } = await import('@/server/config');
  try {
    parseConfig({ ...process.env, ...childEnvironment(options.settings, databases.console) });
  } catch (error) {
    throw new ToldError(error instanceof Error ? error.message : String(error), { cause: error });
  }
  return databases;
}

/** The embedded server stands in where no address was given. */
async function openDatabases(
  { settings, isTest = false }: ConsoleOptions,
  running: Running,
): Promise<Databases> {
  if (settings.databaseUrl) await checkDatabase('DATABASE_URL', settings.databaseUrl);
  const given = settings.emulator?.databaseUrl ?? null;
  if (given) await checkDatabase('EMULATOR_DATABASE_URL', given);
  if (!needsPostgres(settings)) return { console: settings.databaseUrl ?? '', emulator: given };

  const postgres = await startPostgres({ dataDir: settings.dataDir, test: isTest, say });
  running.add('postgres', postgres);
  if (!settings.databaseUrl) await postgres.ensureDatabase(DATABASE);
  if (settings.emulator && !given) await postgres.ensureDatabase(EMULATOR_DATABASE);
  return {
    console: settings.databaseUrl ?? postgres.url(DATABASE),
    emulator: given ?? (settings.emulator ? postgres.url(EMULATOR_DATABASE) : null),
  };
}

/** Starts all that stands on the databases, in the order in which one needs the other. */
export async function startParts(
  options: ConsoleOptions,
  databases: Databases,
  running: Running,
): Promise<void> {
  const { settings, isDev, onLine } = options;
  const env = {
    ...childEnvironment(settings, databases.console),
    ENCRYPTION_KEY: encryptionKey(settings.dataDir),
  };
  // Our own binding and progress read the same settings as the children.
  Object.assign(process.env, env);
  const context: PartContext = { settings, env, isDev, say, onLine };
  await step('Tables', () => makeTables(databases.console));
  // What takes a second to load is loaded while the emulator starts.
  const web = startWeb(context);
  running.add('web', web.child);
  const binding = loadBinding();
  // Its failure is told where it is waited for.
  binding.catch(() => undefined);
  const { emulator } = settings;
  if (emulator && databases.emulator) {
    const url = databases.emulator;
    await step('Emulator of Stripe', async (progress) => {
      running.add('emulator', await startEmulator(context, emulator.port, url, progress));
      return `http://127.0.0.1:${emulator.port}`;
    });
  }
  await step('Stripe account', async () => bind(await binding));
  await step('Worker and web server', async () => {
    const worker = startWorker(context);
    running.add('worker', worker);
    worker.keepAlive();
    await web.ready();
    return undefined;
  });
  await step('Webhooks', () => connectAtStart(settings.emulator !== null));
}

/** Loaded when the environment that it reads is complete. */
async function loadBinding() {
  const [{ bindDatabase }, { disconnect }] = await Promise.all([
    import('@/server/binding'),
    import('@/server/disconnect'),
  ]);
  return { bindDatabase, disconnect };
}

async function bind({ bindDatabase, disconnect }: Awaited<ReturnType<typeof loadBinding>>): Promise<string> {
  try {
    const { stripeAccountId, livemode, previewRefused } = await bindDatabase();
    const mode = livemode ? 'live mode' : 'test mode';
    return `${stripeAccountId}, ${mode}${previewRefused ? ', without preview: no causes, no relink' : ''}`;
  } catch (error) {
    throw new ToldError(error instanceof Error ? error.message : String(error), { cause: error });
  } finally {
    await disconnect();
  }
}
