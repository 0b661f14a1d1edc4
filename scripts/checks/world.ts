// A clean world of its own for one run against the production build: databases, emulator, worker and web on free ports.
import { chmodSync, cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@/scripts/ports';
import { inProject } from '@/scripts/project';
import { runningSupervisor } from '@/scripts/supervisor/checks';
import { startDatabases, startParts } from '@/scripts/supervisor/console';
import { watchBackfill } from '@/scripts/supervisor/first-backfill';
import { openLog } from '@/scripts/supervisor/log-file';
import { createRunning, type Running } from '@/scripts/supervisor/running';
import { isBuilt, makeBuild, makeClient } from '@/scripts/supervisor/set-up';
import type { Settings } from '@/scripts/supervisor/settings';
import { say, step } from '@/scripts/supervisor/terminal';
import { ToldError } from '@/scripts/told-error';

/** Where runs of tests leave what they have to show. */
export const RESULTS = inProject('test-results');

export interface World {
  /** Where the console answers. */
  url: string;
  emulatorUrl: string;
  /** A folder that lives as long as the world. */
  folder: string;
}

/** The settings of the person who runs the tests must not reach the world under test. */
export function forgetOwnSettings(): void {
  for (const name of Object.keys(process.env)) {
    if (/^(STRIPE_|EMULATOR_|RELINK_|STALE_AFTER|DATABASE_URL|ENCRYPTION_KEY)/.test(name))
      delete process.env[name];
  }
}

/** Makes the database client and the production build when their sources have changed. */
export async function makeProduction(): Promise<void> {
  await step('Database client', makeClient);
  const holder = runningSupervisor(inProject('.data'));
  if (holder !== null && !isBuilt()) {
    throw new ToldError(
      `Relink runs from this folder (process ${holder}) and must be built anew. End it first: kill ${holder}`,
    );
  }
  const log = openLog(join(RESULTS, 'build.log'), say);
  await step('Production build', (progress) => makeBuild(log, progress));
}

/**
 * Starts a world, does the work in it and takes it down again. It keeps its settings in the environment of this process: one
 * world at a time. When the work fails, by its answer or by throwing, the logs of the processes are kept.
 */
export async function inWorld<T>(
  work: (world: World) => Promise<T>,
  isGood: (answer: T) => boolean = () => true,
): Promise<T> {
  const settings = await throwAwaySettings();
  const running = createRunning();
  const end = () => {
    void running.stop().finally(() => {
      rmSync(settings.dataDir, { recursive: true, force: true });
      process.exit(1);
    });
  };
  process.once('SIGINT', end).once('SIGTERM', end).once('disconnect', end);
  let hasFailed = true;
  try {
    await startWorld(settings, running);
    const emulatorUrl = `http://127.0.0.1:${settings.emulator?.port}`;
    const answer = await work({ url: settings.appUrl, emulatorUrl, folder: settings.dataDir });
    hasFailed = !isGood(answer);
    return answer;
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end).off('disconnect', end);
    await running.stop();
    if (hasFailed) keepLogs(settings);
    rmSync(settings.dataDir, { recursive: true, force: true });
  }
}

async function throwAwaySettings(): Promise<Settings> {
  const dataDir = mkdtempSync(join(tmpdir(), 'relink-e2e-'));
  // As root the database runs as another user, who must get in.
  chmodSync(dataDir, 0o755);
  const port = await freePort();
  return {
    host: '127.0.0.1',
    port,
    appUrl: `http://127.0.0.1:${port}`,
    dataDir,
    databaseUrl: null,
    emulator: { port: await freePort(), databaseUrl: null },
  };
}

async function startWorld(settings: Settings, running: Running): Promise<void> {
  const options = { settings, isDev: false, isTest: true };
  const databases = await startDatabases(options, running);
  await startParts(options, databases, running);
  await step('Accounts', watchBackfill);
}

function keepLogs({ dataDir, port }: Settings): void {
  const logs = join(dataDir, 'logs');
  if (!existsSync(logs)) return;
  const kept = join(RESULTS, `logs-${port}`);
  cpSync(logs, kept, { recursive: true });
  say(`The logs of the processes are in ${kept}.`);
}
