// Starts the Postgres server again whenever it dies, a little later each time.
import type { ChildProcess } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { sentenceFor } from '@/scripts/told-error';

const BACK_OFF_MS = [1_000, 2_000, 5_000, 10_000];
const CALM_AFTER_MS = 60_000;

/** How a server that is kept running is ended for good. */
export interface Hold {
  stop(): Promise<void>;
  kill(): void;
}

/** Watches a keeper and its successors; returns how to end the server for good. */
export function keepRunning(
  first: ChildProcess,
  again: () => Promise<ChildProcess | null>,
  say: (sentence: string) => void,
): Hold {
  let keeper = first;
  let isStopping = false;
  let deaths = 0;
  const restart = async () => {
    while (!isStopping) {
      const waitMs = BACK_OFF_MS[Math.min(deaths, BACK_OFF_MS.length - 1)] ?? 1_000;
      deaths += 1;
      say(`PostgreSQL ended unexpectedly. It starts again in ${waitMs / 1_000} s.`);
      await sleep(waitMs);
      if (isStopping) return;
      try {
        const started = await again();
        if (!started) continue;
        watch(started);
        say('PostgreSQL runs again.');
        return;
      } catch (error) {
        say(sentenceFor(error));
      }
    }
  };
  const watch = (child: ChildProcess) => {
    keeper = child;
    const resetDeaths = setTimeout(() => (deaths = 0), CALM_AFTER_MS);
    resetDeaths.unref();
    child.once('exit', () => {
      clearTimeout(resetDeaths);
      if (!isStopping) void restart();
    });
  };
  watch(keeper);
  const hasExited = () => keeper.exitCode !== null || keeper.signalCode !== null;
  return {
    stop: async () => {
      isStopping = true;
      if (hasExited()) return;
      const ended = new Promise((resolve) => keeper.once('exit', resolve));
      keeper.kill('SIGTERM');
      await ended;
    },
    kill: () => {
      isStopping = true;
      if (!hasExited()) keeper.kill('SIGQUIT');
    },
  };
}
