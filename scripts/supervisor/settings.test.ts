// The environment decides what is started; a fault in it is one sentence.
import { expect, test } from 'vitest';
import { ToldError } from '@/scripts/told-error';
import { childEnvironment, dropEmpty, needsPostgres, readSettings } from './settings';

test('with nothing set, the embedded Postgres and the emulator are started and the console talks to them', () => {
  const settings = readSettings({});
  expect(settings).toMatchObject({
    host: '127.0.0.1',
    port: 3000,
    emulator: { port: 4010 },
    databaseUrl: null,
  });
  expect(needsPostgres(settings)).toBe(true);
  expect(childEnvironment(settings, 'postgresql://x/relink')).toEqual({
    HOST: '127.0.0.1',
    PORT: '3000',
    APP_URL: 'http://127.0.0.1:3000',
    DATABASE_URL: 'postgresql://x/relink',
    STRIPE_SECRET_KEY: 'sk_test_emulator',
    STRIPE_API_BASE: 'http://127.0.0.1:4010',
  });
});

test('with a key of Stripe there is no emulator, and its address is left as it is set', () => {
  const settings = readSettings({
    STRIPE_SECRET_KEY: 'sk_test_1',
    DATABASE_URL: 'postgres://h/db',
    PORT: '8080',
  });
  expect(settings.emulator).toBeNull();
  expect(needsPostgres(settings)).toBe(false);
  expect(childEnvironment(settings, 'postgres://h/db')).not.toHaveProperty('STRIPE_API_BASE');
});

test('a database of one’s own with the emulator still needs a place for the emulator', () => {
  expect(needsPostgres(readSettings({ DATABASE_URL: 'postgres://h/db' }))).toBe(true);
  const both = { DATABASE_URL: 'postgres://h/db', EMULATOR_DATABASE_URL: 'postgres://h/other' };
  expect(needsPostgres(readSettings(both))).toBe(false);
});

test('an empty line of a copied .env.example is not a setting', () => {
  const env: Record<string, string | undefined> = {
    STRIPE_SECRET_KEY: '',
    DATABASE_URL: ' ',
    PORT: '3000',
    OTHER: '',
  };
  dropEmpty(env);
  expect(env).toEqual({ PORT: '3000', OTHER: '' });
});

test.each([
  [{ PORT: '70000' }, 'PORT must be a port between 1 and 65535, not "70000".'],
  [{ PORT: '3000x' }, 'PORT must be a port between 1 and 65535, not "3000x".'],
  [{ EMULATOR_PORT: '3000' }, 'PORT and EMULATOR_PORT are both 3000. Give one of them another number.'],
  [
    { DATABASE_URL: 'postgres://h/db', EMULATOR_DATABASE_URL: 'postgres://h/db' },
    'EMULATOR_DATABASE_URL names the database of the console. Give the emulator its own.',
  ],
])('%o is refused in words', (env, sentence) => {
  expect(() => readSettings(env)).toThrow(new ToldError(sentence));
});
