// What all processes know together about the way to Stripe: a small pool to Postgres of its own, short in every wait.
import 'server-only';
import pg from 'pg';
import { log } from '@/server/log';

// Apart from the pool of the screens and jobs: when that one is busy, or Postgres is slow, a turn must not wait for it.
const patienceMs = 500;
const restMs = 2_000;

let pool: pg.Pool | undefined;
let awayUntilMs = 0;

function connect(): pg.Pool {
  const opened = new pg.Pool({
    connectionString: process.env.DATABASE_URL,
    max: 2,
    connectionTimeoutMillis: patienceMs,
    query_timeout: patienceMs,
    statement_timeout: 2_000,
    idleTimeoutMillis: 30_000,
    allowExitOnIdle: true,
    keepAlive: true,
    application_name: 'relink way to stripe',
  });
  const broken = (error: Error) =>
    log.warn({ error: error.message }, 'a connection of the rate budget broke');
  // Each client tells of itself, in use or idle; the pool repeats it for an idle one, and would end the process unheard.
  opened.on('connect', (client) => client.on('error', broken));
  opened.on('error', () => undefined);
  return opened;
}

/** The rows, or null when Postgres does not answer soon: then each process goes on by itself for a moment. */
export async function askAll<Row extends pg.QueryResultRow>(
  text: string,
  values: unknown[] = [],
): Promise<Row[] | null> {
  if (performance.now() < awayUntilMs) return null;
  pool ??= connect();
  try {
    return (await pool.query<Row>(text, values)).rows;
  } catch (error) {
    awayUntilMs = performance.now() + restMs;
    log.warn({ error: String(error) }, 'the rate budget is not shared right now: Postgres does not answer');
    return null;
  }
}

/** Lets go of Postgres; the next question connects anew. */
export async function leaveAll(): Promise<void> {
  const open = pool;
  pool = undefined;
  await open?.end();
}
