// People who look at accounts all the time, and remember: nothing that they were shown may go back.
import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from '@/scripts/chaos/stand/figures';
import { send } from '@/scripts/chaos/stand/http';
import type { World } from '@/scripts/chaos/stand/world';

interface Shown {
  id: string;
  version: string;
  balance?: { asOf?: string | null } | null;
}

export interface Readers {
  /** Requests that were answered, with what they showed. */
  reads(): number;
  rows(): number;
  /** A version or time of data lower than one shown before to the same reader. */
  regressions(): string[];
  failures(): number;
  p95Ms(): number;
  stop(): Promise<void>;
}

/** Starts so many readers, each with a memory of its own; each looks again after `pauseMs`. */
export function startReaders(world: World, count: number, paths: () => string, pauseMs = 0): Readers {
  let isOver = false;
  let reads = 0;
  let rows = 0;
  let failures = 0;
  const regressions: string[] = [];
  const times: number[] = [];

  const read = async () => {
    const seen = new Map<string, { version: bigint; asOf: string }>();
    while (!isOver) {
      const reply = await send(`${world.appUrl}/api${paths()}`);
      if (reply.status !== 200) {
        failures += 1;
        await sleep(100);
        continue;
      }
      reads += 1;
      times.push(reply.ms);
      for (const shown of rowsOf(reply.text)) {
        rows += 1;
        const before = seen.get(shown.id);
        const now = { version: BigInt(shown.version), asOf: shown.balance?.asOf ?? '' };
        if (before && (now.version < before.version || now.asOf < before.asOf)) {
          regressions.push(`${shown.id}: ${before.version} ${before.asOf} then ${now.version} ${now.asOf}`);
        }
        seen.set(shown.id, now);
      }
      if (pauseMs > 0) await sleep(pauseMs);
    }
  };
  const all = Promise.all(Array.from({ length: count }, read));
  return {
    reads: () => reads,
    rows: () => rows,
    regressions: () => regressions,
    failures: () => failures,
    p95Ms: () => percentile(times, 0.95),
    stop: async () => {
      isOver = true;
      await all;
    },
  };
}

/** A list shows many, a page shows one. */
function rowsOf(text: string): Shown[] {
  const body = JSON.parse(text) as { data: Shown[] } | Shown;
  return 'data' in body ? body.data : [body];
}
