// What the emulator's tests stand on: a database of their own, a running emulator, Stripe's own client.
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import Stripe from 'stripe';
import { type Emulator, type EmulatorOptions, startEmulator } from '@/emulator/serve';

/** Any JSON object that an answer holds. */
export type Json = Record<string, unknown>;

export interface Stand {
  databaseUrl: string;
  url: string;
  /** Stripe's package at the version that it pins. */
  stripe: Stripe;
  client: (key: string) => Stripe;
  /** A call in a preview version, whose parameters the package has no types for. */
  preview: (method: 'GET' | 'POST', path: string, params?: Json) => Promise<Json>;
  control: (path: string, body?: unknown, method?: string) => Promise<Json>;
  /** A bare request. */
  send: (path: string, options?: RequestInit & { key?: string }) => Promise<Response>;
  advance: (seconds: number) => Promise<void>;
  restart: (options?: Partial<EmulatorOptions>) => Promise<string>;
  /** A look into the database. */
  query: (sql: string, values?: unknown[]) => Promise<Json[]>;
  close: () => Promise<void>;
}

const adminUrl = process.env.TEST_POSTGRES_URL ?? '';

async function admin(sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(sql);
  await client.end();
}

/** A fresh database, and the way to drop it. */
export async function freshDatabase(): Promise<{ url: string; drop: () => Promise<void> }> {
  if (adminUrl === '') throw new Error('TEST_POSTGRES_URL must name a Postgres server that tests may use.');
  const name = `emulator_${randomBytes(6).toString('hex')}`;
  await admin(`create database ${name}`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => admin(`drop database if exists ${name} with (force)`) };
}

/** Starts an emulator on a fresh database; requests are not limited unless the test asks for it. */
export async function startStand(options: Partial<EmulatorOptions> = {}): Promise<Stand> {
  const database = await freshDatabase();
  const start = (more: Partial<EmulatorOptions> = {}): Promise<Emulator> =>
    startEmulator({
      databaseUrl: database.url,
      port: 0,
      accounts: 60,
      seed: 1,
      ...options,
      ...more,
      switches: { rateLimits: false, ...options.switches, ...more.switches },
    });
  let emulator = await start();
  const pool = new pg.Pool({ connectionString: database.url, max: 2 });
  pool.on('error', (error) => console.error(`a test's connection was lost: ${error.message}`));

  const client = (key: string): Stripe =>
    new Stripe(key, {
      host: '127.0.0.1',
      port: emulator.port,
      protocol: 'http',
      maxNetworkRetries: 0,
      telemetry: false,
    });
  const stand: Stand = {
    databaseUrl: database.url,
    url: emulator.url,
    stripe: client('sk_test_emulator'),
    client,
    preview: async (method, path, params = {}) =>
      toJson(await stand.stripe.rawRequest(method, path, params, { apiVersion: '2026-08-26.preview' })),
    control: async (path, body, method = body === undefined ? 'GET' : 'POST') => {
      const response = await fetch(`${emulator.url}/_emulator${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const answer = (await response.json()) as Json;
      if (!response.ok) throw new Error(JSON.stringify(answer));
      return answer;
    },
    send: (path, { key = 'sk_test_emulator', ...init } = {}) =>
      fetch(`${emulator.url}${path}`, {
        ...init,
        headers: { ...(key === '' ? {} : { Authorization: `Bearer ${key}` }), ...init.headers },
      }),
    advance: async (seconds) => {
      await stand.control('/clock', { advanceSeconds: seconds });
    },
    restart: async (more = {}) => {
      await emulator.close();
      emulator = await start(more);
      stand.url = emulator.url;
      stand.stripe = client('sk_test_emulator');
      return emulator.notice;
    },
    query: async (sql, values) => (await pool.query(sql, values)).rows,
    close: async () => {
      await emulator.close();
      await pool.end();
      await database.drop();
    },
  };
  return stand;
}

/** An answer without the client's own additions. */
export function toJson(answer: unknown): Json {
  return JSON.parse(JSON.stringify(answer)) as Json;
}

/** What a rejected call was told, as Stripe's client reports it. */
export async function refusal(
  call: Promise<unknown>,
): Promise<InstanceType<typeof Stripe.errors.StripeError>> {
  try {
    await call;
  } catch (error) {
    if (error instanceof Stripe.errors.StripeError) return error;
    throw error;
  }
  throw new Error('The call was not refused.');
}
