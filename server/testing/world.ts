// A small world for a test file: its own database, its own emulator over HTTP, bound to each other.
import 'server-only';
import { afterAll, beforeAll } from 'vitest';
import { startEmulator } from '@/emulator/serve';
import type { SwitchChanges } from '@/emulator/switches';
import { type HeldAnswers, startWire, type Wire } from './cut';
import { administer, newDatabaseName, urlOf, useDatabase } from './database';

export interface World {
  /** Where the emulator listens. */
  url: string;
  /** Loses the next answers of Stripe to POSTs on paths with this end, after their effect. */
  cut(pathEnd: string, times: number): void;
  /** Keeps Stripe's answers to POSTs on paths with this end, after their effect, until they are released. */
  hold(pathEnd: string): HeldAnswers;
  /** A control call: does what a bank or a customer would. */
  control<T = unknown>(method: 'GET' | 'POST' | 'PUT', path: string, body?: object): Promise<T>;
  /** A call as Stripe's client would make it, past our own server. */
  stripe<T = unknown>(method: 'GET' | 'POST', path: string, form?: Record<string, string>): Promise<T>;
}

/** Starts the world before the tests of this file. Imports of server modules that read the config come after. */
export function useWorld(options: { accounts: number; seed?: number; switches?: SwitchChanges }): World {
  useDatabase();
  const name = newDatabaseName('emulator_test');
  let emulator: Awaited<ReturnType<typeof startEmulator>> | undefined;
  let wire: Wire | undefined;
  const world: World = {
    url: '',
    cut: (pathEnd, times) => wire?.cut(pathEnd, times),
    hold: (pathEnd) => {
      if (!wire) throw new Error('The world has not started yet.');
      return wire.hold(pathEnd);
    },
    control: (method, path, body) =>
      request(world.url, method, `/_emulator${path}`, body && JSON.stringify(body), 'application/json'),
    stripe: (method, path, form) =>
      request(
        world.url,
        method,
        path,
        form && new URLSearchParams(form).toString(),
        'application/x-www-form-urlencoded',
      ),
  };
  beforeAll(async () => {
    await administer(`create database ${name}`);
    const { accounts, seed = 1, switches = {} } = options;
    emulator = await startEmulator({
      databaseUrl: urlOf(name),
      port: 0,
      accounts,
      seed,
      switches: { rateLimits: false, ...switches },
    });
    world.url = emulator.url;
    wire = await startWire(emulator.url);
    process.env.STRIPE_API_BASE = wire.url;
    const { bindDatabase } = await import('@/server/binding');
    await bindDatabase();
  }, 60_000);
  afterAll(async () => {
    await wire?.close();
    await emulator?.close();
    await administer(`drop database if exists ${name} with (force)`);
  });
  return world;
}

async function request<T>(
  base: string,
  method: string,
  path: string,
  body: string | undefined,
  type: string,
): Promise<T> {
  const headers = {
    Authorization: 'Bearer sk_test_emulator',
    'Stripe-Version': '2026-08-26.preview',
    ...(body === undefined ? {} : { 'Content-Type': type }),
  };
  const response = await fetch(`${base}${path}`, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
  });
  const answer = (await response.json()) as T;
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}
