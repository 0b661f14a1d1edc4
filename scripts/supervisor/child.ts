// One child process: started without a shell, watched, started again when it dies, ended with patience.
import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { inProject, projectEnv, ROOT } from '@/scripts/project';
import type { LogFile } from '@/scripts/supervisor/log-file';
import { sentenceFor, ToldError } from '@/scripts/told-error';

const BACK_OFF_MS = [1_000, 2_000, 5_000, 10_000];
const CALM_AFTER_MS = 60_000;

export interface ChildOrder {
  /** As people call it: "The worker". */
  name: string;
  /** Arguments for Node. */
  args: string[];
  env: Record<string, string>;
  /** How long it may take to end its work. */
  graceMs: number;
  log: LogFile;
  /** Is shown each line that the child says. */
  onLine?: (line: string) => void;
}

export interface Child {
  readonly pid: number | undefined;
  /** Rejects with the last words of the child if it ends before this is called off by `stop`. */
  firstExit: Promise<never>;
  /** From now on it is started again whenever it dies. */
  keepAlive(): void;
  stop(): Promise<void>;
  /** Ends it at once. */
  kill(): void;
}

/** Starts Node on a script of ours as a process of its own session, so that Ctrl-C reaches the supervisor alone. */
export function spawnNode(order: ChildOrder): ChildProcess {
  const follow = pathToFileURL(inProject('scripts', 'follow-parent.mjs')).href;
  const env = projectEnv({
    ...order.env,
    RELINK_GRACE_MS: String(order.graceMs),
    // Compiled scripts are kept: a child that is started again after a crash is back in two thirds of the time.
    NODE_COMPILE_CACHE: inProject('node_modules', '.cache', 'compiled'),
  });
  const child = spawn(process.execPath, ['--import', follow, ...order.args], {
    cwd: ROOT,
    env,
    detached: process.platform !== 'win32',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  collect(child, order);
  return child;
}

function collect(child: ChildProcess, { log, onLine }: ChildOrder): void {
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      log.write(chunk);
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      if (onLine) for (const line of lines) if (line.trim()) onLine(line);
    });
  }
}

function reasonOf(code: number | null, signal: string | null): string {
  return signal ? `by ${signal}` : `with code ${code ?? '?'}`;
}

/** Why a child ended, from what it said last: a full disk in one sentence, else the error without its stack. */
export function lastWords(what: string, lines: string[]): string {
  const text = lines.join('\n');
  const sentence = sentenceFor(new Error(text));
  if (sentence !== text) return sentence;
  const spoken = lines.filter((line) => !/^\s+at |^Node\.js v\d|^\s*\^|^node:internal/.test(line));
  return [what, ...spoken.slice(-6)].join('\n');
}

/** Starts a child; `keepAlive` is called once it has shown that it can run at all. */
export function startChild(order: ChildOrder, say: (sentence: string) => void): Child {
  let child = spawnNode(order);
  let isStopping = false;
  let isKept = false;
  let deaths = 0;

  const again = async () => {
    const waitMs = BACK_OFF_MS[Math.min(deaths, BACK_OFF_MS.length - 1)] ?? 1_000;
    deaths += 1;
    await sleep(waitMs);
    if (isStopping) return;
    child = spawnNode(order);
    watch(child);
    say(`${order.name} was started again.`);
  };
  const watch = (watched: ChildProcess) => {
    const calm = setTimeout(() => (deaths = 0), CALM_AFTER_MS).unref();
    watched.once('exit', (code, signal) => {
      clearTimeout(calm);
      if (isStopping || !isKept) return;
      const waitMs = BACK_OFF_MS[Math.min(deaths, BACK_OFF_MS.length - 1)] ?? 1_000;
      const words = code ? ` Its last words: ${order.log.lastLines().at(-1) ?? 'none'}` : '';
      say(`${order.name} ended ${reasonOf(code, signal)}. It starts again in ${waitMs / 1_000} s.${words}`);
      void again();
    });
  };
  watch(child);

  const firstExit = new Promise<never>((_, reject) => {
    child.once('error', reject);
    // 'close' and not 'exit': its last words have arrived by then.
    child.once('close', (code, signal) => {
      reject(
        new ToldError(lastWords(`${order.name} ended ${reasonOf(code, signal)}.`, order.log.lastLines())),
      );
    });
  });
  // Whoever waits for the start races against it; later nobody does.
  firstExit.catch(() => undefined);

  return {
    get pid() {
      return child.pid;
    },
    firstExit,
    keepAlive: () => {
      isKept = true;
      if (hasExited(child)) void again();
    },
    stop: async () => {
      isStopping = true;
      await endChild(child, order.graceMs);
    },
    kill: () => {
      isStopping = true;
      killGroup(child);
    },
  };
}

function hasExited(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

/** Ends a child and whatever it started. */
function killGroup(child: ChildProcess): void {
  if (hasExited(child) || !child.pid) return;
  if (process.platform === 'win32') child.kill('SIGKILL');
  else process.kill(-child.pid, 'SIGKILL');
}

/** Asks a child to end; after the grace it is ended. */
export async function endChild(child: ChildProcess, graceMs: number): Promise<void> {
  if (hasExited(child)) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => killGroup(child), graceMs);
  await ended;
  clearTimeout(timer);
}
