// Runs the chosen rows, each in the world that it needs, and says what came of them.
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { inLane, type Standing, stopWorld, stopWorlds, worldFor } from '@/scripts/chaos/lane';
import { readOptions } from '@/scripts/chaos/options';
import type { Result, Row } from '@/scripts/chaos/row';
import { allRows, realRows } from '@/scripts/chaos/rows';
import { closeConnections } from '@/scripts/chaos/stand/http';
import { isGood, markdownOf, orderOf, writeIntoReadme } from '@/scripts/chaos/table';
import { alone, beside, laneOf } from '@/scripts/chaos/worlds';
import { forgetOwnSettings } from '@/scripts/checks/world';
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
  const standing: Standing = { worlds: new Map(), options, results };
  const end = () => void stopWorlds(standing, true).finally(() => process.exit(1));
  process.once('SIGINT', end).once('SIGTERM', end);
  const begun = performance.now();
  const done: Result[] = [];
  try {
    const { measuring = [], meanwhile = [], afterwards = [] } = Object.groupBy(rows, partOf);
    // Starting a world keeps both cores busy: nothing is measured before those of the first part stand.
    await Promise.allSettled([...measuring, ...meanwhile].map(({ world }) => worldFor(world, standing)));
    const meanwhileDone = inLane(meanwhile, standing);
    done.push(...(await inLane(measuring, standing)));
    await stopWorld(alone.name, standing, !done.every(isGood));
    const lanes = [...Map.groupBy(afterwards, laneOf).values()].map((lane) => inLane(lane, standing));
    done.push(...(await Promise.all([meanwhileDone, ...lanes])).flat());
  } finally {
    process.off('SIGINT', end).off('SIGTERM', end);
    await stopWorlds(standing, done.length < rows.length || !done.every(isGood));
    closeConnections();
  }
  const inOrder = done.toSorted((a, b) => orderOf(a.id).localeCompare(orderOf(b.id)));
  const markdown = markdownOf(inOrder, options.seed, (performance.now() - begun) / 60_000);
  process.stdout.write(`\n${markdown}\n`);
  if (options.write) writeIntoReadme(inOrder, options.seed);
  return done.length === rows.length && done.every(isGood) ? 0 : 1;
}

/** What measures milliseconds goes first; the lane beside it begins with rows that wait; the other lanes follow. */
function partOf({ world: { name } }: Row) {
  if (name === alone.name) return 'measuring';
  return name === beside.name ? 'meanwhile' : 'afterwards';
}
