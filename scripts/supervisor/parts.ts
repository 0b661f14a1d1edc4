// The processes of a running Relink: how each is started, and how it shows that it is up.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { inProject } from '@/scripts/project';
import { type Child, type ChildOrder, startChild } from '@/scripts/supervisor/child';
import { type LogFile, openLog } from '@/scripts/supervisor/log-file';
import type { Settings } from '@/scripts/supervisor/settings';
import type { Progress } from '@/scripts/supervisor/terminal';
import { ToldError } from '@/scripts/told-error';

const TYPESCRIPT = ['--conditions=react-server', '--import', 'tsx'];
const NEXT = inProject('node_modules', 'next', 'dist', 'bin', 'next');
const POLL_MS = 100;
const WEB_WAIT_MS = 120_000;
const EMULATOR_WAIT_MS = 30 * 60_000; // a world of a million accounts takes minutes

export interface PartContext {
  settings: Settings;
  env: Record<string, string>;
  isDev: boolean;
  say: (sentence: string) => void;
  /** Is shown the lines of a child, when somebody wants to see them. */
  onLine?: ((name: string, line: string) => void) | undefined;
}

function start(
  context: PartContext,
  key: string,
  order: Omit<ChildOrder, 'log' | 'onLine'>,
): [Child, LogFile] {
  const log = openLog(join(context.settings.dataDir, 'logs', `${key}.log`), context.say);
  const { onLine } = context;
  const show = onLine ? { onLine: (line: string) => onLine(key, line) } : {};
  return [startChild({ ...order, log, ...show }, context.say), log];
}

/** Starts the emulator and waits until it answers. */
export async function startEmulator(
  context: PartContext,
  port: number,
  databaseUrl: string,
  progress: Progress,
): Promise<Child> {
  const [child, log] = start(context, 'emulator', {
    name: 'The emulator',
    args: [...TYPESCRIPT, 'emulator/serve.ts'],
    env: { EMULATOR_PORT: String(port), EMULATOR_DATABASE_URL: databaseUrl, NODE_ENV: modeOf(context) },
    graceMs: 3_000,
  });
  const answers = async () => {
    progress(log.lastLines().at(-1) ?? '');
    // Any answer will do: without a key it is a refusal.
    return isAnswering(`http://127.0.0.1:${port}/v1/account`, () => true);
  };
  await untilUp(child, answers, EMULATOR_WAIT_MS, `The emulator did not answer (log: ${log.path}).`);
  return child;
}

/** Starts the worker. It has no port; it shows that it runs by taking jobs. */
export function startWorker(context: PartContext): Child {
  const [child] = start(context, 'worker', {
    name: 'The worker',
    args: [...TYPESCRIPT, 'server/worker.ts'],
    env: { ...context.env, NODE_ENV: modeOf(context) },
    graceMs: 26_000,
  });
  return child;
}

export interface Web {
  child: Child;
  /** Waits until the server says that it can do its work. */
  ready(): Promise<void>;
}

/** Starts the web server; it is not ready before the database is bound. */
export function startWeb(context: PartContext): Web {
  const { host, port } = context.settings;
  const [child, log] = start(context, 'web', {
    name: 'The web server',
    args: [NEXT, context.isDev ? 'dev' : 'start', '-H', host, '-p', String(port)],
    env: { ...context.env, NODE_ENV: modeOf(context), NEXT_TELEMETRY_DISABLED: '1' },
    graceMs: 4_000,
  });
  const url = `http://${reachable(host)}:${port}/api/ready`;
  const answers = () => isAnswering(url, (status) => status === 200);
  const otherwise = `The web server is not ready (log: ${log.path}).`;
  return { child, ready: () => untilUp(child, answers, WEB_WAIT_MS, otherwise) };
}

function modeOf({ isDev }: PartContext): string {
  return isDev ? 'development' : 'production';
}

/** "Every address" is no address to connect to. */
export function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1';
  return host.includes(':') ? `[${host}]` : host;
}

async function isAnswering(url: string, isGood: (status: number) => boolean): Promise<boolean> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(20_000) });
    await response.arrayBuffer();
    return isGood(response.status);
  } catch {
    // Not listening yet: the caller asks again, and gives up in time.
    return false;
  }
}

/** Waits until the child answers; its death, or too long a wait, ends the start. */
async function untilUp(
  child: Child,
  answers: () => Promise<boolean>,
  waitMs: number,
  otherwise: string,
): Promise<void> {
  const end = Date.now() + waitMs;
  while (!(await Promise.race([answers(), child.firstExit]))) {
    if (Date.now() > end) throw new ToldError(otherwise);
    await sleep(POLL_MS);
  }
  child.keepAlive();
}
