// A process of Relink that is started again whenever it ends; its ends are told apart into ours and its own.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawnNode } from '@/scripts/supervisor/child';
import { openLog } from '@/scripts/supervisor/log-file';

export interface Order {
  name: string;
  /** Arguments for Node. */
  args: string[];
  env: Record<string, string>;
  logFolder: string;
}

export interface Kept {
  readonly name: string;
  pid(): number;
  /** Exits that nobody here asked for. */
  exits(): number;
  /** What it says from now on, line by line. */
  onLine(listener: (line: string) => void): void;
  /** SIGKILL; it is started again at once. Ends when the new process is there. */
  kill(): Promise<void>;
  /** SIGTERM, the end of its work, then a new one; answers how long the end took and with what code. */
  deploy(env?: Record<string, string>): Promise<{ ms: number; code: number | null }>;
  freeze(): void;
  thaw(): void;
  /** It stays away until `start`. */
  halt(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
  start(): void;
  stop(): Promise<void>;
}

const graceMs = 30_000;

/** Starts it. */
export function keep(order: Order): Kept {
  const log = openLog(`${order.logFolder}/${order.name}.log`, () => undefined);
  const listeners: ((line: string) => void)[] = [];
  let env = order.env;
  let exits = 0;
  let isOver = false;
  let child = spawn();

  function spawn(): ChildProcess {
    const started = spawnNode({
      name: order.name,
      args: order.args,
      env,
      graceMs,
      log,
      onLine: (line) => {
        for (const listener of listeners) listener(line);
      },
    });
    started.once('exit', (code, signal) => void again(started, code, signal));
    return started;
  }
  const asked = new WeakSet<ChildProcess>();
  async function again(ended: ChildProcess, code: number | null, signal: string | null): Promise<void> {
    if (asked.has(ended) || isOver) return;
    exits += 1;
    log.write(`\n-- ended by itself with ${signal ?? code}\n`);
    await sleep(500);
    if (child === ended && !isOver) child = spawn();
  }
  const end = async (signal: 'SIGKILL' | 'SIGTERM') => {
    asked.add(child);
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    const ended = once(child, 'exit');
    child.kill(signal);
    // A frozen one hears SIGKILL alone.
    const late = setTimeout(() => child.kill('SIGKILL'), graceMs);
    await ended;
    clearTimeout(late);
    return child.exitCode;
  };
  return {
    name: order.name,
    pid: () => child.pid ?? 0,
    exits: () => exits,
    onLine: (listener) => listeners.push(listener),
    kill: async () => {
      await end('SIGKILL');
      child = spawn();
    },
    deploy: async (more = {}) => {
      const from = performance.now();
      const code = await end('SIGTERM');
      const ms = performance.now() - from;
      env = { ...env, ...more };
      child = spawn();
      return { ms, code };
    },
    freeze: () => void child.kill('SIGSTOP'),
    thaw: () => void child.kill('SIGCONT'),
    halt: async (signal) => {
      await end(signal);
    },
    start: () => {
      child = spawn();
    },
    stop: async () => {
      isOver = true;
      await end('SIGTERM');
    },
  };
}
