// Worker processes for tests, with short waits: started, heard, and ended with the test.
import 'server-only';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';
import type { Timings } from '@/server/timings';

/** As short as a busy machine allows. */
const shortTimings: Partial<Timings> = {
  leaseSeconds: 3,
  beatMs: 500,
  deadAfterSeconds: 4,
  ringMs: 500,
  forgottenSeconds: 2,
};

export interface WorkerProcess {
  pid: number;
  kill(signal: 'SIGKILL' | 'SIGTERM' | 'SIGSTOP' | 'SIGCONT'): void;
  /** Its exit code, or the signal that ended it. */
  ended: Promise<number | string | null>;
  hasEnded(): boolean;
  /** What it logged so far. */
  said(): string;
}

const workers = new Set<WorkerProcess>();

/** Starts one; `env` and `timings` say what is different. */
export function startWorker(timings: Partial<Timings> = {}, env: Record<string, string> = {}): WorkerProcess {
  const options = ['--conditions=react-server', '--import', 'tsx', 'server/worker.ts'];
  const child = spawn(process.execPath, options, {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'ignore', 'pipe'],
    env: {
      ...process.env,
      NODE_ENV: 'production',
      LOG_LEVEL: 'info',
      RELINK_TIMINGS: JSON.stringify({ ...shortTimings, ...timings }),
      ...env,
    },
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const worker: WorkerProcess = {
    pid: child.pid ?? 0,
    kill: (signal) => child.kill(signal),
    ended: once(child, 'exit').then(([code, signal]) => code ?? signal),
    hasEnded: () => hasEnded(child),
    said: () => said,
  };
  workers.add(worker);
  return worker;
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

/** Ends every worker, frozen ones too. */
export async function endWorkers(): Promise<void> {
  for (const worker of workers) {
    if (!worker.hasEnded()) worker.kill('SIGKILL');
    await worker.ended;
  }
  workers.clear();
}

/** Ends the workers of each test with it. Call it once, at the top of the file. */
export function useWorkers(): void {
  afterEach(endWorkers);
}
