// A pool of Postgres connections that is bounded in size and in every wait, also when the server falls silent.
import 'server-only';
import pg from 'pg';
import { timings } from '@/server/timings';

export interface PoolOptions {
  connectionString: string | undefined;
  max: number;
  /** What pg_stat_activity shows. */
  name: string;
}

/** A server that lives has ended the statement by itself before: this one is gone, or the way to it is. */
const silenceMs = timings.statementMs + 2_000;

/**
 * The other way round: after so long Postgres gives up a client that is no longer there. Its own default is two hours, and
 * each connection that was cut off without a goodbye keeps one of its few places until then.
 */
export const absentClientMs = 35_000;
/** What a session asks of Postgres for this, as start-up options. */
export const serverSettings =
  '-c tcp_keepalives_idle=20 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3';

/** Opens nothing yet. Broken idle connections are told as 'error' of the pool: listen to it, or they end the process. */
export function boundedPool({ connectionString, max, name }: PoolOptions): pg.Pool {
  const pool = new pg.Pool({
    connectionString,
    max,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // What a screen may cost; jobs work in small transactions and stay far below it.
    statement_timeout: timings.statementMs,
    query_timeout: silenceMs,
    idle_in_transaction_session_timeout: 15_000,
    application_name: name,
    options: serverSettings,
  });
  pool.on('connect', endWhenSilent);
  return pool;
}

/**
 * After a query that got no answer node-postgres keeps the connection, and whoever gets it next waits in vain as well: so it
 * is ended. (Queries with a callback are the pool's own; it does so by itself.)
 */
function endWhenSilent(client: pg.PoolClient): void {
  client.query = new Proxy(client.query, {
    apply(query, self, args) {
      const result: unknown = Reflect.apply(query, self, args);
      if (result instanceof Promise) {
        // Its rejection is the caller's; here it only ends the connection.
        result.catch((error: unknown) => {
          if (error instanceof Error && error.message === 'Query read timeout') end(client);
        });
      }
      return result;
    },
  });
}

function end(client: pg.PoolClient): void {
  // PoolClient hides it, because a pool ends its clients; the pool sees that this one has ended when it comes back.
  if (client instanceof pg.Client) client.end(() => undefined);
}
