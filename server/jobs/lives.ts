// Keeps a process in the queue for as long as it runs: beats, frees the dead, and begins a new life when one is in doubt.
import 'server-only';
import { log } from '@/server/log';
import { timings } from '@/server/timings';
import { freeDead } from './heartbeat';
import { beginLife, type Life, type LifeOptions } from './life';
import { pause } from './pause';

export interface Lives {
  /** Something broke that may have left a job locked in our name: the next beat that goes through begins a new life. */
  doubt(reason: string): void;
  /** Finishes or releases every job within `limitMs`. */
  end(limitMs: number): Promise<void>;
}

/** Throws when the database does not answer at the start; later it waits for it. */
export async function keepLiving(options: LifeOptions): Promise<Lives> {
  const stopping = new AbortController();
  let current = await beginLife(options);
  const all = new Set([current]);
  let troubleAt = Number.NEGATIVE_INFINITY;

  const retire = async (life: Life, limitMs: number) => {
    try {
      await life.end(limitMs);
    } catch (error) {
      // Its silence tells the others.
      log.warn({ worker: life.id, error: String(error) }, 'a life ended without a goodbye');
    } finally {
      all.delete(life);
    }
  };

  const replaceDoubtful = async () => {
    if (!current.isInDoubt() || stopping.signal.aborted) return;
    const next = await beginLife(options);
    all.add(next);
    void retire(current, timings.stopMs);
    current = next;
    log.info({ worker: next.id }, 'the queue of this worker begins anew');
    await next.beat();
  };

  const tick = async () => {
    try {
      await Promise.all([...all].map((life) => life.beat()));
      await replaceDoubtful();
      // Who could not be heard because Postgres was away is not dead: everybody gets the time to beat again first.
      if (performance.now() - troubleAt > timings.deadAfterSeconds * 1000) await freeDead();
    } catch (error) {
      troubleAt = performance.now();
      current.doubt(String(error));
    }
  };

  const keepTicking = async () => {
    while (!stopping.signal.aborted) {
      await tick();
      await pause(timings.beatMs, stopping.signal);
    }
  };
  const ticking = keepTicking();

  return {
    doubt: (reason) => current.doubt(reason),
    end: async (limitMs) => {
      stopping.abort();
      await Promise.all([...all].map((life) => retire(life, limitMs)));
      await ticking;
    },
  };
}
