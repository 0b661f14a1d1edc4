// Runs the browser journeys against the production build: in two halves side by side, each in a clean world of its own on
// free ports, because a journey mostly waits for one thing at a time (more of them make two cores late for what is waited
// for); then those of hostile values, in a world of such.
import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { findBrowser } from '@/scripts/checks/browser';
import { playwrightReport } from '@/scripts/checks/reports';
import { fromRunner, type Result, together } from '@/scripts/checks/result';
import { binOf, runNode } from '@/scripts/checks/run';
import { forgetOwnSettings, inWorld, makeProduction, RESULTS } from '@/scripts/checks/world';
import { inProject, ROOT } from '@/scripts/project';

const KIND = 'journeys';

const HALVES = [1, 2];
const HOSTILE = { EMULATOR_FLAVOUR: 'hostile', EMULATOR_ACCOUNTS: '60' };

/** Makes the build once; runs the journeys that the arguments of Playwright choose, all of them in two halves. */
export async function runJourneys(args: string[] = []): Promise<Result> {
  const begun = Date.now();
  forgetOwnSettings();
  findBrowser();
  rmSync(RESULTS, { recursive: true, force: true });
  await makeProduction();
  if (args.length > 0) {
    if (args.some((arg) => arg.includes('hostile'))) Object.assign(process.env, HOSTILE);
    return runInWorld(args);
  }
  const parts = await Promise.all(
    HALVES.map((half) => runPart(`half-${half}`, [`--shard=${half}/${HALVES.length}`])),
  );
  parts.push(await runPart('hostile', [], HOSTILE));
  return { kind: KIND, ...together(parts), seconds: (Date.now() - begun) / 1_000 };
}

/** A world keeps its settings in the environment of its process, so each part is a process. */
function runPart(name: string, args: string[], env: Record<string, string> = {}): Promise<Result> {
  const script = inProject('scripts', 'checks', 'journeys-part.ts');
  const child: ChildProcess = spawn(
    process.execPath,
    ['--conditions=react-server', '--import', 'tsx', script, `--output=${join(RESULTS, name)}`, ...args],
    { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] },
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
  return inWorld(
    async ({ url, emulatorUrl, folder }) => {
      const report = join(folder, 'playwright.json');
      const code = await runNode([binOf('@playwright/test', 'playwright'), 'test', ...args], {
        E2E_URL: url,
        E2E_EMULATOR_URL: emulatorUrl,
        E2E_BROWSER: browser,
        E2E_REPORT: report,
      });
      return fromRunner(KIND, playwrightReport(report), code, (Date.now() - begun) / 1_000);
    },
    ({ failed }) => failed === 0,
  );
}
