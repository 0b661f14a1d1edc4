// `npm run pictures`: the README's pictures, taken from a running console (E2E_URL, or the one that npm start started).
// With `-- --all <folder>` every page in both themes and at both widths instead, for people who look at the design; with
// `--world seeded`, `empty` or `hostile` behind it, of a world of its own that is taken down again.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, errors, type Page } from '@playwright/test';
import { BROWSER_ARGS, findBrowser } from '@/scripts/checks/browser';
import { forgetOwnSettings, inWorld, makeProduction } from '@/scripts/checks/world';
import { makeActivity } from '@/scripts/pictures/activity';
import { all, NoSuchThing, readme, type Subject } from '@/scripts/pictures/subjects';
import { inProject } from '@/scripts/project';
import { lookUpSeededSessions } from '@/scripts/supervisor/seeded-sessions';
import { say } from '@/scripts/supervisor/terminal';
import { sentenceFor, ToldError } from '@/scripts/told-error';

let url = (process.env.E2E_URL ?? 'http://127.0.0.1:3000').replace(/\/$/, '');

type Theme = 'light' | 'dark';

/** What the emulator is asked for: how many accounts, of which kind. */
const worlds: Record<string, Record<string, string>> = {
  seeded: { EMULATOR_ACCOUNTS: '200' },
  empty: { EMULATOR_ACCOUNTS: '0' },
  hostile: { EMULATOR_ACCOUNTS: '60', EMULATOR_FLAVOUR: 'hostile' },
};

async function ask(path: string): Promise<unknown> {
  const response = await fetch(url + path).catch((cause: unknown) => {
    throw new ToldError(`No console answers at ${url}. Start one with npm start, or name it in E2E_URL.`, {
      cause,
    });
  });
  if (!response.ok) throw new ToldError(`${url}${path} answered ${response.status}.`);
  return response.json();
}

const openingMs = 2_000;

async function take(page: Page, path: string, file: string, open: Subject['open']): Promise<void> {
  await page.goto(url + path);
  await settled(page);
  if (open) {
    page.setDefaultTimeout(openingMs);
    await open(page);
    await settled(page);
  }
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
}

async function settled(page: Page): Promise<void> {
  // The stream of changes stays open, so the network is never idle: what is still being read says so itself.
  await page.waitForFunction(() => {
    const isAlive = Object.keys(document.querySelector('h1') ?? {}).some((key) => key.startsWith('__react'));
    const isReading = [...document.querySelectorAll('[role=status]')].some((status) =>
      status.textContent?.endsWith('…'),
    );
    return isAlive && !isReading && !document.querySelector('[aria-busy]');
  });
  await page.evaluate(() => document.fonts.ready);
}

async function takeAll(
  browser: Browser,
  subjects: Subject[],
  folder: string,
  sizes: [string, number, number][],
): Promise<void> {
  for (const theme of ['light', 'dark'] satisfies Theme[]) {
    for (const [label, width, height] of sizes) {
      for (const { name, path, open } of subjects) {
        const file = join(folder, `${name}-${theme}${label}.png`);
        const found = typeof path === 'string' ? path : await path(ask).catch(onlyMissing);
        if (found === null) continue;
        // A page of its own: what was selected or opened before is not seen on it.
        const page = await browser.newPage({
          viewport: { width, height },
          colorScheme: theme,
          reducedMotion: 'reduce',
          locale: 'en-US',
          timezoneId: 'UTC',
        });
        // What cannot be opened here (no row to select, no room for it) is left out, and said. A page that was not alive
        // yet misses a key: it gets a second try.
        const attempt = () =>
          take(page, found, file, open).then(
            () => true,
            (error: unknown) => {
              if (!(open && error instanceof errors.TimeoutError)) throw error;
              return false;
            },
          );
        const isTaken = (await attempt()) || (await attempt());
        say(isTaken ? file : `Left out: ${name} does not open here.`);
        await page.close();
      }
    }
  }
}

function onlyMissing(error: unknown): null {
  if (!(error instanceof NoSuchThing)) throw error;
  say(`Left out: ${error.message}`);
  return null;
}

async function takePictures(folder: string, isAll: boolean): Promise<void> {
  await ask('/api/ready');
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({
    executablePath: findBrowser(),
    args: BROWSER_ARGS,
  });
  try {
    if (isAll) {
      await takeAll(browser, all, folder, [
        ['', 1440, 900],
        ['-narrow', 390, 844],
      ]);
    } else await takeAll(browser, readme, folder, [['', 1440, 900]]);
  } finally {
    await browser.close();
  }
}

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { all: { type: 'boolean', default: false }, world: { type: 'string' } },
    allowPositionals: true,
  });
  const folder = values.all ? (positionals[0] ?? 'pictures') : inProject('docs/pictures');
  if (values.world === undefined) return takePictures(folder, values.all);
  const wanted = worlds[values.world];
  if (!wanted) throw new ToldError(`--world is one of ${Object.keys(worlds).join(', ')}.`);
  forgetOwnSettings();
  Object.assign(process.env, wanted);
  await makeProduction();
  await inWorld(async (world) => {
    url = world.url;
    await lookUpSeededSessions(world.emulatorUrl);
    if (values.world !== 'empty') await makeActivity(world.url, world.emulatorUrl);
    await takePictures(folder, values.all);
  });
}

main().then(
  // What a world of our own has opened keeps this process from ending by itself.
  () => process.exit(0),
  (error: unknown) => {
    console.error(sentenceFor(error));
    process.exit(1);
  },
);
