// What the environment and the .env files ask for, and which parts must be started for it.
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { inProject, ROOT } from '@/scripts/project';
import { ToldError } from '@/scripts/told-error';
import { emulatorKey } from '@/server/config';

type Environment = Record<string, string | undefined>;

export interface Settings {
  host: string;
  port: number;
  appUrl: string;
  dataDir: string;
  /** Null: the embedded server. */
  databaseUrl: string | null;
  /** Null: Stripe itself, or whatever STRIPE_API_BASE names, is used. */
  emulator: { port: number; databaseUrl: string | null } | null;
}

/** Loads .env.local and .env; what is set already wins, and the first file wins over the second. */
export function loadEnvFiles(): void {
  for (const name of ['.env.local', '.env']) {
    const path = inProject(name);
    if (existsSync(path)) process.loadEnvFile(path);
  }
  dropEmpty(process.env);
}

/** A line "NAME=" in a copied .env.example means: not set. */
export function dropEmpty(env: Environment): void {
  for (const name of SETTING_NAMES) if (env[name]?.trim() === '') delete env[name];
}

const SETTING_NAMES = [
  'PORT',
  'HOST',
  'APP_URL',
  'DATABASE_URL',
  'RELINK_DATA_DIR',
  'STALE_AFTER_HOURS',
].concat(
  ['STRIPE_SECRET_KEY', 'STRIPE_API_BASE', 'STRIPE_API_VERSION', 'STRIPE_WEBHOOK_SECRET', 'ENCRYPTION_KEY'],
  ['EMULATOR_PORT', 'EMULATOR_ACCOUNTS', 'EMULATOR_SEED', 'EMULATOR_DATABASE_URL'],
);

function readPort(env: Environment, name: string, otherwise: number): number {
  const text = env[name];
  if (text === undefined) return otherwise;
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw new ToldError(`${name} must be a port between 1 and 65535, not "${text}".`);
}

/** Reads the settings; throws a sentence about the first one that cannot be. */
export function readSettings(env: Environment): Settings {
  const port = readPort(env, 'PORT', 3_000);
  const databaseUrl = env.DATABASE_URL ?? null;
  const emulatorPort = readPort(env, 'EMULATOR_PORT', 4_010);
  const emulatorDatabaseUrl = env.EMULATOR_DATABASE_URL ?? null;
  const hasEmulator = env.STRIPE_SECRET_KEY === undefined;
  if (hasEmulator && emulatorPort === port) {
    throw new ToldError(`PORT and EMULATOR_PORT are both ${port}. Give one of them another number.`);
  }
  if (hasEmulator && emulatorDatabaseUrl && emulatorDatabaseUrl === databaseUrl) {
    throw new ToldError(
      'EMULATOR_DATABASE_URL names the database of the console. Give the emulator its own.',
    );
  }
  return {
    host: env.HOST ?? '127.0.0.1',
    port,
    appUrl: env.APP_URL ?? `http://127.0.0.1:${port}`,
    dataDir: resolve(ROOT, env.RELINK_DATA_DIR ?? '.data'),
    databaseUrl,
    emulator: hasEmulator ? { port: emulatorPort, databaseUrl: emulatorDatabaseUrl } : null,
  };
}

/** Whether an embedded Postgres is needed at all. */
export function needsPostgres({ databaseUrl, emulator }: Settings): boolean {
  return databaseUrl === null || (emulator !== null && emulator.databaseUrl === null);
}

/** The environment that the children get on top of ours. */
export function childEnvironment(settings: Settings, databaseUrl: string): Record<string, string> {
  const { host, port, appUrl, emulator } = settings;
  const env = { HOST: host, PORT: String(port), APP_URL: appUrl, DATABASE_URL: databaseUrl };
  if (!emulator) return env;
  return { ...env, STRIPE_SECRET_KEY: emulatorKey, STRIPE_API_BASE: `http://127.0.0.1:${emulator.port}` };
}
