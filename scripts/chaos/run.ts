// Runs the chosen rows one after another, each in the world that it needs, and says what came of them.
import { existsSync, rmSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { copyAccounts } from '@/scripts/chaos/copy';
import { type Options, readOptions } from '@/scripts/chaos/options';
import { randomFor } from '@/scripts/chaos/random';
import type { Result, Row } from '@/scripts/chaos/row';
import { allRows, realRows } from '@/scripts/chaos/rows';
import { closeConnections } from '@/scripts/chaos/stand/http';
import { dropFaults, setDeliveries } from '@/scripts/chaos/stand/stripe';
import { startWorld, type World } from '@/scripts/chaos/stand/world';
import { isGood, lineOf, markdownOf, writeIntoReadme } from '@/scripts/chaos/table';
import { inProject } from '@/scripts/project';
import { openLog } from '@/scripts/supervisor/log-file';
import { makeBuild, makeClient } from '@/scripts/supervisor/set-up';
import { say, step } from '@/scripts/supervisor/terminal';

const results = inProject('test-results', 'chaos');

/** Answers the exit code: 0 when nothing was lost, nothing duplicated and every target met. */
export async function runChaos(args: string[]): Promise<number> {
  const options = readOptions(args);
  forgetOwnSettings();
  rmSync(results, { recursive: true, force: true });
  await step('Database client', makeClient);
  await step('Production build', (progress) => makeBuild(openLog(join(results, 'build.log'), say), progress));
  say(`Seed ${options.seed}: the same seed makes the same choices.`);
  const rows = [...allRows, ...(options.real ? realRows : [])].filter(
    ({ id }) => options.only.length === 0 || options.only.some((only) => id.startsWith(only)),
  );
  const done: Result[] = [];
  for (const [name, group] of Map.groupBy(rows, (row) => row.world.name)) {
    say(`World "${name}": ${group.map(({ id }) => id).join(' ')}`);
    done.push(...(await runInWorld(group, options)));
  }
  closeConnections();
  const inOrder = done.toSorted((a, b) => orderOf(a.id).localeCompare(orderOf(b.id)));
  const markdown = markdownOf(inOrder, options.seed);
  process.stdout.write(`\n${markdown}\n`);
  if (options.write) writeIntoReadme(markdown);
  return done.length === rows.length && done.every(isGood) ? 0 : 1;
}

/** W, U, J, C, as in the list of faults. */
const orderOf = (id: string) => `${'WUJC'.indexOf(id[0] ?? '')}${id}`;

/** The settings of the person who runs it must not reach the world under test. */
function forgetOwnSettings(): void {
  for (const name of Object.keys(process.env)) {
    if (/^(STRIPE_|EMULATOR_|RELINK_|STALE_AFTER|DATABASE_URL|ENCRYPTION_KEY)/.test(name))
      delete process.env[name];
  }
}

async function runInWorld(rows: Row[], options: Options): Promise<Result[]> {
  const [first] = rows;
  if (!first) return [];
  const begun = performance.now();
  // The accounts are copied at full speed; what is slow by Stripe's limits is not what is tested here.
  const world = await startWorld({ ...first.world, limits: 'raised' }, options.seed);
  const stop = () => void world.stop(results).finally(() => process.exit(1));
  process.once('SIGINT', stop).once('SIGTERM', stop);
  const done: Result[] = [];
  try {
    await copyAccounts(world);
    say(`The world stands after ${((performance.now() - begun) / 1_000).toFixed(0)} s.`);
    for (const row of rows) done.push(await runRow(row, world, options));
    return done;
  } finally {
    process.off('SIGINT', stop).off('SIGTERM', stop);
    const isBad = done.length < rows.length || !done.every(isGood);
    await world.stop(isBad || options.keep ? results : null);
    if (isBad && existsSync(results)) say(`The logs of its processes are in ${results}.`);
  }
}

async function runRow(row: Row, world: World, { seed, real }: Options): Promise<Result> {
  const begun = performance.now();
  const about = { id: row.id, fault: row.fault, target: row.target };
  const end = () => ({ seconds: (performance.now() - begun) / 1_000, load: loadavg()[0] ?? 0 });
  const tell = (result: Result) => {
    process.stdout.write(`${lineOf(result)}\n`);
    return result;
  };
  try {
    await world.setLimits(row.world.limits);
    const context = {
      world,
      random: randomFor(seed, row.id),
      isReal: real,
      say: (text: string) => say(`${row.id}: ${text}`),
    };
    return tell({ ...about, ...(await row.run(context)), ...end() });
  } catch (error) {
    const worst = `broke off: ${error instanceof Error ? error.message : String(error)}`.slice(0, 300);
    if (error instanceof Error) say(error.stack ?? '');
    return tell({ ...about, runs: 0, lost: 0, duplicated: 0, worst, isMet: false, ...end() });
  } finally {
    await tidy(world);
  }
}

/** Whatever a row left behind does not reach the next one. */
async function tidy(world: World): Promise<void> {
  try {
    for (const link of Object.values(world.links)) {
      link.refuse(false);
      link.set({ up: 'pass', down: 'pass', delayMs: 0 });
    }
    await dropFaults(world);
    await setDeliveries(world, null);
  } catch (error) {
    say(`The world could not be tidied: ${String(error)}`);
  }
}
