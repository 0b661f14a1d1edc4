// `npm start` and `npm run dev`: sets up whatever is missing, starts all processes, keeps them running, ends them cleanly.
import { join } from 'node:path';
import { isDiskFull, requirePort, requireSpace, takeLock } from '@/scripts/supervisor/checks';
import { type ConsoleOptions, startDatabases, startParts } from '@/scripts/supervisor/console';
import { watchBackfill } from '@/scripts/supervisor/first-backfill';
import { openLog } from '@/scripts/supervisor/log-file';
import { createRunning, type Running } from '@/scripts/supervisor/running';
import { lookUpSeededSessions } from '@/scripts/supervisor/seeded-sessions';
import { makeBuild, makeClient } from '@/scripts/supervisor/set-up';
import { loadEnvFiles, readSettings } from '@/scripts/supervisor/settings';
import { say, secondsSince, step } from '@/scripts/supervisor/terminal';
import { sentenceFor, ToldError } from '@/scripts/told-error';

const begun = Date.now();
const isDev = process.argv.includes('--dev');

let dataDir = '';

async function start(running: Running): Promise<void> {
  loadEnvFiles();
  const settings = readSettings(process.env);
  dataDir = settings.dataDir;
  const lock = takeLock(dataDir);
  process.once('exit', lock.release);
  requireSpace(settings.dataDir);
  await requirePort('PORT', settings.port, settings.host, lock.wasKilled);
  if (settings.emulator)
    await requirePort('EMULATOR_PORT', settings.emulator.port, '127.0.0.1', lock.wasKilled);

  const options: ConsoleOptions = { settings, isDev, ...(isDev ? { onLine: show } : {}) };
  await step('Database client', makeClient);
  let databases = { console: '', emulator: null as string | null };
  await step(settings.databaseUrl ? 'Database' : 'PostgreSQL 18', async () => {
    databases = await startDatabases(options, running);
    return undefined;
  });
  if (!isDev) {
    const log = openLog(join(settings.dataDir, 'logs', 'build.log'), say);
    await step('Production build', (progress) => makeBuild(log, progress));
  }
  await startParts(options, databases, running);
  await step('Accounts', watchBackfill);
  const { emulator } = settings;
  if (emulator) await step('Sessions', () => lookUpSeededSessions(`http://127.0.0.1:${emulator.port}`));
  say(`Logs: ${join(settings.dataDir, 'logs')}. Ctrl-C ends all and keeps the data.`);
  say(`Relink is ready after ${secondsSince(begun)}: ${settings.appUrl}`);
}

function show(name: string, line: string): void {
  process.stdout.write(`${name.padEnd(8)} │ ${line}\n`);
}

/** Prints what went wrong: a sentence when the reason is known, all we have when it is not. */
function report(error: unknown): void {
  const isKnown = error instanceof ToldError || sentenceFor(error) !== (error as Error)?.message;
  if (isDiskFull(dataDir)) {
    process.stderr.write('\n  The disk is full. Free some space, then start again.\n');
    return;
  }
  process.stderr.write(`\n  ${isKnown ? sentenceFor(error) : ((error as Error)?.stack ?? String(error))}\n`);
}

const running = createRunning();
let isEnding = false;

async function end(code: number): Promise<void> {
  if (isEnding) {
    say('Ending at once.');
    running.kill();
    process.exit(1);
  }
  isEnding = true;
  try {
    await running.stop();
  } catch (error) {
    report(error);
    running.kill();
  }
  process.exit(code);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!isEnding) say('Ending: web, worker, emulator, database …');
    void end(0);
  });
}

try {
  await start(running);
} catch (error) {
  if (!isEnding) {
    report(error);
    await end(1);
  }
}
