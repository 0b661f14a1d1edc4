// Two programs: Stripe's command-line tool as a client, and the emulator as a process of its own.
import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freshDatabase, type Json, type Stand, startStand } from '@/emulator/testing/stand';

const run = promisify(execFile);
const modules = createRequire(import.meta.url);

/** The tool's own binary for this machine, or null where npm has none. */
function stripeBinary(): string | null {
  try {
    const folder = dirname(modules.resolve(`@stripe/cli-${process.platform}-${process.arch}/package.json`));
    return join(folder, 'bin', process.platform === 'win32' ? 'stripe.exe' : 'stripe');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'MODULE_NOT_FOUND') return null;
    throw error;
  }
}

describe.skipIf(stripeBinary() === null)('the Stripe command-line tool', () => {
  let stand: Stand;
  let home: string;
  beforeAll(async () => {
    stand = await startStand({ accounts: 40 });
    home = await mkdtemp(join(tmpdir(), 'stripe-cli-'));
  });
  afterAll(async () => {
    await stand.close();
    await rm(home, { recursive: true, force: true });
  });

  async function stripe(...words: string[]): Promise<Json & { data: Json[] }> {
    const binary = stripeBinary() ?? '';
    const flags = ['--api-base', stand.url, '--api-key', 'sk_test_emulator'];
    const env: NodeJS.ProcessEnv = {
      NODE_ENV: 'test',
      PATH: process.env.PATH,
      HOME: home,
      XDG_CONFIG_HOME: home,
      STRIPE_CLI_TELEMETRY_OPTOUT: '1',
    };
    const { stdout } = await run(binary, [...words, ...flags], {
      env,
      timeout: 20_000,
    });
    return JSON.parse(stdout);
  }

  it('lists, pages, retrieves and disconnects', async () => {
    const path = '/v1/financial_connections/accounts';
    const first = await stripe('get', path, '--limit', '3');
    expect(first.data).toHaveLength(3);
    expect(first.has_more).toBe(true);
    const last = String(first.data[2]?.id);
    const second = await stripe('get', path, '--limit', '3', '--starting-after', last);
    expect(second.data).toHaveLength(3);
    expect(second.data.map(({ id }) => id)).not.toContain(last);
    const [row] = await stand.query(`select id from accounts where body->>'status' = 'active' limit 1`);
    const account = await stripe('get', `${path}/${row?.id}`);
    expect(account).toMatchObject({ id: row?.id, object: 'financial_connections.account', status: 'active' });
    const ended = await stripe('post', `${path}/${row?.id}/disconnect`);
    expect(ended.status).toBe('disconnected');
    expect((await stripe('get', `${path}/${row?.id}`)).status).toBe('disconnected');
  }, 60_000);
});

describe('the program', () => {
  const folder = join(import.meta.dirname, '..');

  interface Program {
    child: ChildProcess;
    url: string;
    line: string;
    ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>;
  }

  function start(databaseUrl: string, port = '0'): Promise<Program> {
    const child = spawn(process.execPath, ['--import', 'tsx', 'emulator/serve.ts'], {
      cwd: folder,
      env: {
        ...process.env,
        EMULATOR_DATABASE_URL: databaseUrl,
        EMULATOR_PORT: port,
        EMULATOR_ACCOUNTS: '20',
      },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) => {
      child.on('exit', (code, signal) => resolve({ code, signal }));
    });
    return new Promise((resolve, reject) => {
      let said = '';
      child.stderr?.on('data', (chunk: Buffer) => {
        said += chunk.toString();
      });
      child.stdout?.on('data', (chunk: Buffer) => {
        const line = chunk.toString().trim();
        const url = /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
        if (url !== undefined) resolve({ child, url, line, ended });
      });
      void ended.then(() => reject(new Error(`the program ended: ${said}`)));
    });
  }

  it('ends when its parent does, cleanly on a signal, and loses nothing when killed in the middle of a call', async () => {
    const database = await freshDatabase();
    try {
      const first = await start(database.url);
      expect(first.line).toMatch(/^emulator ready at .* with a new world of 20 accounts from seed 1$/);
      const headers = { Authorization: 'Bearer sk_test_emulator', 'Idempotency-Key': 'killed' };
      const list = await fetch(`${first.url}/v1/financial_connections/accounts?limit=1`, { headers });
      const [account] = ((await list.json()) as { data: Json[] }).data;
      const holder = new pg.Client({ connectionString: database.url });
      await holder.connect();
      await holder.query('begin');
      await holder.query('select 1 from accounts where id = $1 for update', [account?.id]);
      const path = `/v1/financial_connections/accounts/${account?.id}/disconnect`;
      const cut = fetch(`${first.url}${path}`, { method: 'POST', headers }).catch(() => 'cut off');
      await expect
        .poll(async () => (await holder.query(`select 1 from idempotency where state = 'running'`)).rowCount)
        .toBe(1);
      first.child.kill('SIGKILL');
      expect(await cut).toBe('cut off');
      await holder.query('commit');
      await holder.end();

      const second = await start(database.url);
      expect(second.line).toContain('with its world of 20 accounts');
      const again = await fetch(`${second.url}${path}`, { method: 'POST', headers });
      expect(again.status).toBe(200);
      expect(await again.json()).toMatchObject({ status: 'disconnected' });
      const events = await fetch(
        `${second.url}/v1/events?type=financial_connections.account.disconnected&limit=100`,
        { headers },
      );
      const about = ((await events.json()) as { data: { data: { object: Json } }[] }).data.filter(
        (event) => event.data.object.id === account?.id,
      );
      expect(about).toHaveLength(1);
      second.child.kill('SIGTERM');
      expect(await second.ended).toMatchObject({ code: 0 });

      const third = await start(database.url);
      third.child.disconnect();
      expect(await third.ended).toMatchObject({ code: 0 });
      await expect(start('postgres://nobody@127.0.0.1:1/none')).rejects.toThrow(
        /the program ended: emulator: /,
      );
    } finally {
      await database.drop();
    }
  }, 60_000);
});
