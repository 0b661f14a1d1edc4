// A Postgres of the run's own that can be stopped at once, killed and started again.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import pg from 'pg';
import { findPrograms } from '@/scripts/postgres/binaries';
import { makeCluster } from '@/scripts/postgres/cluster';
import { type Connection, chooseConnection, openHome } from '@/scripts/postgres/home';
import { launch, urlOf } from '@/scripts/postgres/launch';
import { runningServer } from '@/scripts/postgres/running';
import { serverUser } from '@/scripts/postgres/user';

export interface Database {
  port: number;
  /** The address of a database, past every proxy. */
  url(name: string): string;
  /** A statement on a connection of its own pool; it is asked again while the server is away. */
  query<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** As `pg_ctl restart -m immediate`: no goodbye, recovery from the log. Ends when it accepts connections again. */
  restart(): Promise<void>;
  /** SIGKILL to the postmaster, then a start. */
  crash(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a server with one database. `safe`: what it has committed survives its own death, as in a real installation. */
export async function startDatabase(dataDir: string, name: string, safe: boolean): Promise<Database> {
  const user = serverUser();
  const home = openHome(dataDir, user);
  const setup = { home, programs: findPrograms(user), user, test: !safe };
  const connection = await chooseConnection(home);
  await makeCluster({ ...setup, password: connection.password });
  let keeper = await start();
  const ask = await makeDatabase(connection, name);

  async function start(): Promise<ChildProcess> {
    const started = await launch(setup, connection);
    if (!started) throw new Error(`Port ${connection.port} was taken while Postgres started.`);
    return started;
  }
  const end = async (how: () => void) => {
    const ended = keeper.exitCode === null ? once(keeper, 'exit') : Promise.resolve();
    how();
    await ended;
  };
  return {
    port: connection.port,
    url: (database) => urlOf(connection, database),
    query: ask.query,
    restart: async () => {
      await end(() => keeper.kill('SIGQUIT'));
      keeper = await start();
    },
    crash: async () => {
      const pid = runningServer(home.cluster);
      if (pid === null) throw new Error('The postmaster is not there to be killed.');
      await end(() => process.kill(pid, 'SIGKILL'));
      keeper = await start();
    },
    stop: async () => {
      await ask.end();
      await end(() => keeper.kill('SIGTERM'));
    },
  };
}

async function makeDatabase(connection: Connection, name: string) {
  const admin = new pg.Client({ connectionString: urlOf(connection, 'postgres') });
  await admin.connect();
  await admin.query(`create database ${pg.escapeIdentifier(name)}`);
  await admin.end();
  const pool = new pg.Pool({ connectionString: urlOf(connection, name), max: 4, application_name: 'chaos' });
  // The server is stopped on purpose: a broken idle connection is nothing to tell.
  pool.on('error', () => undefined);
  return { query: asker(pool), end: () => pool.end() };
}

const patienceMs = 30_000;
const everyMs = 100;

function asker(pool: pg.Pool) {
  return async <Row extends pg.QueryResultRow>(sql: string, values: unknown[] = []): Promise<Row[]> => {
    const end = Date.now() + patienceMs;
    for (;;) {
      try {
        return (await pool.query<Row>(sql, values)).rows;
      } catch (error) {
        if (!isAway(error) || Date.now() > end) throw error;
        await new Promise((resolve) => setTimeout(resolve, everyMs));
      }
    }
  };
}

function isAway(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return /^(57P|08|ECONN|EPIPE)/.test(code) || /terminated|timeout/.test(String(error));
}
