// Starts one Postgres server under its keeper and waits until it answers.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Programs } from '@/scripts/postgres/binaries';
import { SUPERUSER } from '@/scripts/postgres/cluster';
import type { Connection, Home } from '@/scripts/postgres/home';
import { clearCluster } from '@/scripts/postgres/running';
import type { ServerUser } from '@/scripts/postgres/user';
import { inProject } from '@/scripts/project';
import { sentenceFor, ToldError } from '@/scripts/told-error';

const READY_WAIT_MS = 120_000; // a crash recovery may take its time
const LOG_LIMIT_BYTES = 10_000_000;

export interface Setup {
  home: Home;
  programs: Programs;
  user: ServerUser | null;
  test: boolean;
}

/** The address of a database on the server of a connection. */
export function urlOf({ port, password }: Connection, database: string): string {
  return `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`;
}

function serverArgs({ home, test }: Setup, { port }: Connection): string[] {
  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${port}`,
    'unix_socket_directories=',
    'max_connections=100',
  ];
  settings.push('timezone=UTC', 'log_timezone=UTC', 'max_wal_size=1GB');
  if (test) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off');
  return ['-D', home.cluster, ...settings.flatMap((setting) => ['-c', setting])];
}

/** Starts one server and waits until it answers; null when its port was taken in the meantime. */
export async function launch(
  setup: Setup,
  connection: Connection,
  end = Date.now() + READY_WAIT_MS,
): Promise<ChildProcess | null> {
  const { home, programs, user } = setup;
  if (sizeOf(home.log) > LOG_LIMIT_BYTES) rmSync(home.log);
  await clearCluster(home.cluster);
  const order = { program: programs.postgres, args: serverArgs(setup, connection), user, log: home.log };
  const logStart = sizeOf(home.log);
  // A session of its own: Ctrl-C in the terminal must reach the supervisor only, which ends the server last.
  const keeper = spawn(
    process.execPath,
    [inProject('scripts', 'postgres', 'keeper.mjs'), JSON.stringify(order)],
    {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      detached: true,
    },
  );
  let hasExited = false;
  keeper.once('exit', () => (hasExited = true));
  while (!hasExited && Date.now() < end) {
    if (await answers(urlOf(connection, 'postgres'))) return keeper;
    await sleep(50);
  }
  const said = existsSync(home.log) ? readFileSync(home.log).subarray(logStart).toString() : '';
  if (/could not bind|Address already in use/.test(said)) return null;
  // Of a server that was killed the last children may still be about to notice it.
  if (/pre-existing shared memory block/.test(said) && Date.now() < end) {
    await sleep(100);
    return launch(setup, connection, end);
  }
  const lastWords = said.split('\n').filter(Boolean).slice(-4).join('\n');
  throw new ToldError(sentenceFor(new Error(`PostgreSQL did not start (log: ${home.log}).\n${lastWords}`)));
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

async function answers(connectionString: string): Promise<boolean> {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 2_000 });
  // The error is also thrown by connect(); without a listener the event alone would end this process.
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === '28P01')
      throw new ToldError('Another PostgreSQL answers on the port of the embedded one. Start again.');
    return false;
  }
}
