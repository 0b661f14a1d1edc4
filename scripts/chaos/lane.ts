// Rows one after another, in worlds that are started when the first row needs them and stay for the next one.
import { loadavg } from 'node:os';
import { copyAccounts } from '@/scripts/chaos/copy';
import type { Options } from '@/scripts/chaos/options';
import { randomFor } from '@/scripts/chaos/random';
import type { Result, Row } from '@/scripts/chaos/row';
import { dropFaults, setDeliveries } from '@/scripts/chaos/stand/stripe';
import { startWorld, type World, type WorldOrder } from '@/scripts/chaos/stand/world';
import { lineOf } from '@/scripts/chaos/table';
import { say } from '@/scripts/supervisor/terminal';

/** The worlds that stand, by name. */
export interface Standing {
  worlds: Map<string, Promise<World>>;
  options: Options;
  /** Where logs go. */
  results: string;
}

/** Runs the rows in their order. */
export async function inLane(rows: readonly Row[], standing: Standing): Promise<Result[]> {
  const done: Result[] = [];
  for (const row of rows) done.push(await runRow(row, standing));
  return done;
}

/** Takes every world down. */
export async function stopWorlds(standing: Standing, isBad: boolean): Promise<void> {
  for (const name of [...standing.worlds.keys()]) await stopWorld(name, standing, isBad);
  if (isBad || standing.options.keep) say(`The logs of the processes are in ${standing.results}.`);
}

/** Takes one down, if it stands. */
export async function stopWorld(
  name: string,
  { worlds, options, results }: Standing,
  isBad: boolean,
): Promise<void> {
  const starting = worlds.get(name);
  if (!starting) return;
  worlds.delete(name);
  try {
    await (await starting).stop(isBad || options.keep ? results : null);
  } catch (error) {
    say(`A world did not end cleanly: ${String(error)}`);
  }
}

/** The world of this name, started when it does not stand yet. */
export function worldFor(order: WorldOrder, { worlds, options }: Standing): Promise<World> {
  const known = worlds.get(order.name);
  if (known) return known;
  const starting = begin(order, options.seed);
  worlds.set(order.name, starting);
  return starting;
}

async function begin(order: WorldOrder, seed: number): Promise<World> {
  const begun = performance.now();
  // The accounts are copied at full speed: what is slow by Stripe's limits is not what is tested here.
  const world = await startWorld({ ...order, limits: 'raised' }, seed);
  await copyAccounts(world);
  say(`The world "${order.name}" stands after ${((performance.now() - begun) / 1_000).toFixed(0)} s.`);
  return world;
}

async function runRow(row: Row, standing: Standing): Promise<Result> {
  const { seed, real } = standing.options;
  const about = { id: row.id, fault: row.fault, target: row.target };
  let begun = performance.now();
  const end = () => ({ seconds: (performance.now() - begun) / 1_000, load: loadavg()[0] ?? 0 });
  const tell = (result: Result) => {
    process.stdout.write(`${lineOf(result)}\n`);
    return result;
  };
  try {
    const world = await worldFor(row.world, standing);
    await world.setLimits(row.world.limits);
    begun = performance.now();
    const context = {
      world,
      random: randomFor(seed, row.id),
      isReal: real,
      say: (text: string) => say(`${row.id}: ${text}`),
    };
    try {
      return tell({ ...about, ...(await row.run(context)), ...end() });
    } finally {
      await tidy(world);
    }
  } catch (error) {
    const worst = `broke off: ${error instanceof Error ? error.message : String(error)}`
      .slice(0, 300)
      .replaceAll('\n', ' ');
    if (error instanceof Error) say(error.stack ?? '');
    return tell({ ...about, runs: 0, lost: 0, duplicated: 0, worst, isMet: false, ...end() });
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
