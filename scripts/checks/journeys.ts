// Runs the browser journeys against the production build: in two halves side by side, each in a clean world of its own on
// free ports, because a journey mostly waits for one thing at a time.
import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from '@/scripts/checks/browser';
import { playwrightReport } from '@/scripts/checks/reports';
import { fromRunner, type Result, together } from '@/scripts/checks/result';
import { binOf, runNode } from '@/scripts/checks/run';
import { freePort } from '@/scripts/ports';
import { inProject, ROOT } from '@/scripts/project';
import { runningSupervisor } from '@/scripts/supervisor/checks';
import { startDatabases, startParts } from '@/scripts/supervisor/console';
import { watchBackfill } from '@/scripts/supervisor/first-backfill';
import { openLog } from '@/scripts/supervisor/log-file';
import { createRunning, type Running } from '@/scripts/supervisor/running';
import { isBuilt, makeBuild, makeClient } from '@/scripts/supervisor/set-up';
import type { Settings } from '@/scripts/supervisor/settings';
import { say, step } from '@/scripts/supervisor/terminal';
import { ToldError } from '@/scripts/told-error';

const KIND = 'journeys';
const RESULTS = inProject('test-results');

const HALVES = [1, 2];

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

/** The settings of the person who runs the tests must not reach the world under test. */
function forgetOwnSettings(): void {
  for (const name of Object.keys(process.env)) {
    if (/^(STRIPE_|EMULATOR_|RELINK_|STALE_AFTER)/.test(name)) delete process.env[name];
  }
}

async function build(): Promise<void> {
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

async function startWorld(settings: Settings, running: Running): Promise<void> {
  const options = { settings, isDev: false, isTest: true };
  const databases = await startDatabases(options, running);
  await startParts(options, databases, running);
  await step('Accounts', watchBackfill);
}

/** Makes the build once; runs the journeys that the arguments of Playwright choose, all of them in two halves. */
export async function runJourneys(args: string[] = []): Promise<Result> {
  const begun = Date.now();
  forgetOwnSettings();
  findBrowser();
  rmSync(RESULTS, { recursive: true, force: true });
  await build();
  if (args.length > 0) return runInWorld(args);
  const halves = await Promise.all(HALVES.map(runHalf));
  return { kind: KIND, ...together(halves), seconds: (Date.now() - begun) / 1_000 };
}

/** A world keeps its settings in the environment of its process, so each half is a process. */
function runHalf(half: number): Promise<Result> {
  const script = inProject('scripts', 'checks', 'half.ts');
  const child: ChildProcess = spawn(
    process.execPath,
    ['--conditions=react-server', '--import', 'tsx', script, `--shard=${half}/${HALVES.length}`].concat(
      `--output=${join(RESULTS, `half-${half}`)}`,
    ),
    { cwd: ROOT, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
  );
  return new Promise((resolve, reject) => {
    let result: Result = fromRunner(KIND, null, 1, 0);
    child.once('error', reject);
    child.on('message', (message) => {
      result = message as Result;
    });
    child.once('exit', () => resolve(result));
  });
}

/** Starts a world, runs Playwright with the given arguments, and takes the world down again. */
export async function runInWorld(args: string[]): Promise<Result> {
  const begun = Date.now();
  const browser = findBrowser();
  const settings = await throwAwaySettings();
  const running = createRunning();
  const end = () => {
    void running.stop().finally(() => {
      rmSync(settings.dataDir, { recursive: true, force: true });
      process.exit(1);
    });
  };
  process.once('SIGINT', end).once('SIGTERM', end).once('disconnect', end);
  const report = join(settings.dataDir, 'playwright.json');
  let code = 1;
  try {
    await startWorld(settings, running);
    code = await runNode([binOf('@playwright/test', 'playwright'), 'test', ...args], {
      E2E_URL: settings.appUrl,
      E2E_EMULATOR_URL: `http://127.0.0.1:${settings.emulator?.port}`,
      E2E_BROWSER: browser,
      E2E_REPORT: report,
    });
    return fromRunner(KIND, playwrightReport(report), code, (Date.now() - begun) / 1_000);
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end).off('disconnect', end);
    await running.stop();
    const logs = join(settings.dataDir, 'logs');
    if (code !== 0 && existsSync(logs)) {
      const kept = join(RESULTS, `logs-${settings.port}`);
      cpSync(logs, kept, { recursive: true });
      say(`The logs of the processes are in ${kept}.`);
    }
    rmSync(settings.dataDir, { recursive: true, force: true });
  }
}
