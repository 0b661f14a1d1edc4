// The one connection of this process that hears of changes (LISTEN): kept alive, checked, made anew when it breaks.
import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { config } from '@/server/config';
import { errorFacts } from '@/server/error-facts';
import { log } from '@/server/log';
import { serverSettings } from '@/server/pool';
import { timings } from '@/server/timings';

/** Its name in pg_stat_activity. */
export const listenerName = 'relink live';

export interface Ears {
  hear(payload: string): void;
  /** It listens: nothing that is committed from now on is missed. */
  up(): Promise<void>;
  /** It does not listen any more. */
  down(): void;
}

export interface Listener {
  /** Gives up the present connection and makes another one. */
  renew(why: string): void;
  stop(): Promise<void>;
}

const firstPauseMs = 100;
const longestPauseMs = 5_000;

/** Listens until it is stopped. */
export function keepListening(ears: Ears): Listener {
  const stopping = new AbortController();
  let breakUp: (error: Error) => void = () => undefined;

  async function listenOnce(): Promise<void> {
    const { promise: broken, reject } = Promise.withResolvers<never>();
    breakUp = reject;
    const stop = () => reject(new Error('stopped'));
    stopping.signal.addEventListener('abort', stop);
    const client = new pg.Client({
      connectionString: config().databaseUrl,
      application_name: listenerName,
      keepAlive: true,
      keepAliveInitialDelayMillis: 5_000,
      connectionTimeoutMillis: 5_000,
      options: serverSettings,
      // A server that has vanished without a word does not answer this in time.
      query_timeout: timings.livePingMs / 2,
    });
    client.on('error', reject);
    client.on('end', () => reject(new Error('the connection ended')));
    client.on('notification', ({ payload }) => ears.hear(payload ?? ''));
    let isUp = false;
    try {
      await Promise.race([client.connect(), broken]);
      await Promise.race([client.query('listen relink_changes'), broken]);
      isUp = true;
      await Promise.race([ears.up(), broken]);
      for (;;) {
        await Promise.race([sleep(timings.livePingMs, undefined, { signal: stopping.signal }), broken]);
        await Promise.race([client.query('select 1'), broken]);
      }
    } finally {
      stopping.signal.removeEventListener('abort', stop);
      if (isUp) ears.down();
      // Not awaited: a connection whose other side is gone takes its time to end.
      client
        .end()
        .catch((error: unknown) => log.debug({ cause: errorFacts(error) }, 'a listener ended badly'));
    }
  }

  async function run(): Promise<void> {
    let pauseMs = firstPauseMs;
    while (!stopping.signal.aborted) {
      const begun = performance.now();
      try {
        await listenOnce();
      } catch (error) {
        if (stopping.signal.aborted) return;
        log.warn({ cause: errorFacts(error) }, 'the connection that hears of changes broke');
      }
      // One that held for a while breaks for a reason of its own.
      if (performance.now() - begun > longestPauseMs) pauseMs = firstPauseMs;
      await sleep(pauseMs * (0.5 + Math.random() / 2), undefined, { signal: stopping.signal }).catch(
        (error: unknown) => {
          if (!stopping.signal.aborted) throw error;
        },
      );
      pauseMs = Math.min(longestPauseMs, pauseMs * 2);
    }
  }

  const running = run();
  return {
    renew: (why) => breakUp(new Error(why)),
    stop: () => {
      stopping.abort();
      return running;
    },
  };
}
