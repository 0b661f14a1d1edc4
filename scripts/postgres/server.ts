// Starts the embedded PostgreSQL 18, keeps it running, and ends it.
import pg from 'pg';
import { findPrograms } from '@/scripts/postgres/binaries';
import { makeCluster } from '@/scripts/postgres/cluster';
import {
  type Connection,
  chooseConnection,
  type Home,
  openHome,
  readConnection,
} from '@/scripts/postgres/home';
import { type Hold, keepRunning } from '@/scripts/postgres/keep-running';
import { launch, urlOf } from '@/scripts/postgres/launch';
import { clearCluster, runningServer } from '@/scripts/postgres/running';
import { serverUser } from '@/scripts/postgres/user';
import { ToldError } from '@/scripts/told-error';

const BIND_TRIES = 3;

export interface PostgresOptions {
  /** The folder for data; the server's files go into "postgres" inside it. */
  dataDir: string;
  /** A throw-away server: nothing is flushed to the disk, so it is fast and does not survive a power cut. */
  test?: boolean;
  /** Is told one sentence when something happens that a person should know. */
  say: (sentence: string) => void;
}

export interface Postgres {
  folder: string;
  port: number;
  /** The address of a database on this server. */
  url(database: string): string;
  /** Makes the database when it is missing. */
  ensureDatabase(name: string): Promise<void>;
  stop(): Promise<void>;
  /** Ends it at once; the next start recovers from its log. */
  kill(): void;
}

/** Starts the server of a data folder; one that a killed run left behind is ended first. */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const { test = false, say } = options;
  const user = serverUser();
  const home = openHome(options.dataDir, user);
  if (home.movedFrom)
    say(`The user "postgres" cannot reach ${home.movedFrom}, so the data lives in ${home.folder}.`);
  const setup = { home, programs: findPrograms(user), user, test };
  await clearCluster(home.cluster);
  let connection = await chooseConnection(home);
  await makeCluster({ ...setup, password: connection.password });

  let keeper = await launch(setup, connection);
  for (let tries = 1; !keeper && tries < BIND_TRIES; tries += 1) {
    connection = await chooseConnection(home);
    keeper = await launch(setup, connection);
  }
  if (!keeper) throw new ToldError('PostgreSQL found no free port. Start again.');
  const hold = keepRunning(keeper, () => launch(setup, connection), say);
  return serverAt(home, connection, hold);
}

/** The server of a data folder when it runs already, or null. */
export function attachPostgres(dataDir: string): Postgres | null {
  const home = openHome(dataDir, serverUser());
  const connection = readConnection(home);
  if (!connection || runningServer(home.cluster) === null) return null;
  return serverAt(home, connection, { stop: () => Promise.resolve(), kill: () => undefined });
}

function serverAt(home: Home, connection: Connection, hold: Hold): Postgres {
  const url = (database: string) => urlOf(connection, database);
  return {
    folder: home.folder,
    port: connection.port,
    url,
    ensureDatabase: (name) => ensureDatabase(url, name),
    ...hold,
  };
}

async function ensureDatabase(url: (database: string) => string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: url('postgres'), connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (!rowCount) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
