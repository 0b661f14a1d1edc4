// `npm run pictures`: the README's pictures, taken from a running console (E2E_URL, or the one that npm start started).
// With `-- --all <folder>` every page in both themes and at both widths instead, for people who look at the design; with
// `--world seeded`, `empty` or `hostile` behind it, of a world of its own that is taken down again.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Browser, chromium, type Page } from '@playwright/test';
import { findBrowser } from '@/scripts/checks/browser';
import { forgetOwnSettings, inWorld, makeProduction } from '@/scripts/checks/world';
import { inProject } from '@/scripts/project';
import { lookUpSeededSessions } from '@/scripts/supervisor/seeded-sessions';
import { say } from '@/scripts/supervisor/terminal';
import { sentenceFor, ToldError } from '@/scripts/told-error';

let url = (process.env.E2E_URL ?? 'http://127.0.0.1:3000').replace(/\/$/, '');

type Theme = 'light' | 'dark';

interface Picture {
  name: string;
  /** A path of the console, or how one is found in its world. */
  path: string | (() => Promise<string>);
}

/** What the emulator is asked for: how many accounts, of which kind. */
const worlds: Record<string, Record<string, string>> = {
  seeded: { EMULATOR_ACCOUNTS: '200' },
  empty: { EMULATOR_ACCOUNTS: '0' },
  hostile: { EMULATOR_ACCOUNTS: '60', EMULATOR_FLAVOUR: 'hostile' },
};

/** A world without such a thing has no picture of it. */
class NoSuchThing extends ToldError {}

// The seeded world is the same for the same seed, so the first account of a kind is the same one each time.
const accountWith = (query: string) => async (): Promise<string> => {
  const { data } = (await ask(`/api/accounts?limit=1&${query}`)) as { data: { id: string }[] };
  const [first] = data;
  if (!first) throw new NoSuchThing(`The console at ${url} has no account for ?${query}.`);
  return `/accounts/${first.id}`;
};

const readme: Picture[] = [
  { name: 'accounts', path: '/accounts' },
  {
    name: 'account',
    path: accountWith('status=active&category=cash&refresh=transactions%3Asucceeded'),
  },
  { name: 'relinks', path: '/relinks' },
  { name: 'overview', path: '/' },
];

const others: Picture[] = [
  { name: 'accounts-filtered', path: '/accounts?status=inactive&cause=access_expired' },
  { name: 'accounts-empty', path: '/accounts?status=inactive&q=nobody' },
  { name: 'account-needs-relink', path: accountWith('status=inactive&action=relink_required') },
  { name: 'account-not-repairable', path: accountWith('status=inactive&action=none') },
  { name: 'account-disconnected', path: accountWith('status=disconnected') },
  { name: 'account-refresh-failed', path: accountWith('status=active&refresh=balance%3Afailed') },
  { name: 'sessions', path: '/sessions' },
  { name: 'session', path: firstSession },
  { name: 'new-session', path: '/sessions/new' },
  { name: 'activity', path: '/activity' },
  { name: 'activity-dead', path: '/activity?view=dead' },
  { name: 'activity-runs', path: '/activity?view=runs' },
  { name: 'activity-jobs', path: '/activity?view=jobs' },
  { name: 'activity-webhooks', path: '/activity?view=webhooks' },
  { name: 'event', path: firstEvent },
  { name: 'audit', path: '/audit' },
  { name: 'not-found', path: '/no-such-page' },
];

async function firstSession(): Promise<string> {
  const { data } = (await ask('/api/sessions?limit=1&outcome=succeeded')) as { data: { id: string }[] };
  return data[0] ? `/sessions/${data[0].id}` : '/sessions';
}

async function firstEvent(): Promise<string> {
  const { data } = (await ask('/api/events?limit=1')) as { data: { id: string }[] };
  return data[0] ? `/activity/events/${data[0].id}` : '/activity';
}

async function ask(path: string): Promise<unknown> {
  const response = await fetch(url + path).catch((cause: unknown) => {
    throw new ToldError(`No console answers at ${url}. Start one with npm start, or name it in E2E_URL.`, {
      cause,
    });
  });
  if (!response.ok) throw new ToldError(`${url}${path} answered ${response.status}.`);
  return response.json();
}

async function take(page: Page, path: string, file: string): Promise<void> {
  await page.goto(url + path);
  // The stream of changes stays open, so the network is never idle: what is still being read says so itself.
  await page.waitForFunction(() => {
    const isAlive = Object.keys(document.querySelector('h1') ?? {}).some((key) => key.startsWith('__react'));
    const isReading = [...document.querySelectorAll('[role=status]')].some((status) =>
      status.textContent?.endsWith('…'),
    );
    return isAlive && !isReading && !document.querySelector('[aria-busy]');
  });
  await page.evaluate(() => document.fonts.ready);
  await page.screenshot({ path: file, animations: 'disabled', caret: 'hide' });
}

async function takeAll(
  browser: Browser,
  pictures: Picture[],
  folder: string,
  sizes: [string, number, number][],
): Promise<void> {
  for (const theme of ['light', 'dark'] satisfies Theme[]) {
    for (const [label, width, height] of sizes) {
      const page = await browser.newPage({
        viewport: { width, height },
        colorScheme: theme,
        reducedMotion: 'reduce',
        locale: 'en-US',
        timezoneId: 'UTC',
      });
      for (const { name, path } of pictures) {
        const file = join(folder, `${name}-${theme}${label}.png`);
        const found = typeof path === 'string' ? path : await path().catch(onlyMissing);
        if (found === null) continue;
        await take(page, found, file);
        say(file);
      }
      await page.close();
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
    args: ['--no-sandbox', '--disable-gpu'],
  });
  try {
    if (isAll) {
      await takeAll(browser, [...readme, ...others], folder, [
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
