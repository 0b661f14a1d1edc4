// `npm run lighthouse [-- --runs 1]`: how fast and how sound the console's pages load, measured by Lighthouse on the
// production build in a seeded world of its own; ends with 1 when a page on a desktop is below its floor.
import { parseArgs } from 'node:util';
import { findBrowser } from '@/scripts/checks/browser';
import { forgetOwnSettings, inWorld, makeProduction } from '@/scripts/checks/world';
import { below, floors, tableOf } from '@/scripts/lighthouse/floors';
import { measureAll } from '@/scripts/lighthouse/measure';
import { readyPages } from '@/scripts/lighthouse/pages';
import { say } from '@/scripts/supervisor/terminal';
import { sentenceFor, ToldError } from '@/scripts/told-error';

function readRuns(args: string[]): number {
  const { values } = parseArgs({ args, options: { runs: { type: 'string', default: '3' } } });
  const runs = Number(values.runs);
  if (!Number.isSafeInteger(runs) || runs < 1) throw new ToldError('--runs must be a whole number from 1.');
  return runs;
}

async function main(): Promise<boolean> {
  const runs = readRuns(process.argv.slice(2));
  forgetOwnSettings();
  const browser = findBrowser();
  await makeProduction();
  const figures = await inWorld(async (world) => measureAll(browser, await readyPages(world), runs));
  process.stdout.write(`\n${tableOf(figures)}\n\n`);
  const faults = figures.flatMap(below);
  for (const fault of faults) say(`✗ ${fault}`);
  const { performance, accessibility, bestPractices, shift, scriptBytes } = floors;
  if (faults.length === 0) {
    say(
      `✓ Every page on a desktop: performance ${performance}, accessibility ${accessibility}, best practices ` +
        `${bestPractices} or more, shift ${shift} or less; /accounts fetches ${scriptBytes.toLocaleString('en-US')} bytes of script or less.`,
    );
  }
  return faults.length === 0;
}

main().then(
  (isGood) => process.exit(isGood ? 0 : 1),
  (error: unknown) => {
    console.error(sentenceFor(error));
    process.exit(1);
  },
);
