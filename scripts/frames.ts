// `npm run frames [-- --accounts 10000]`: scrolls the list of accounts to its end in Chromium, in a world of its own, and tells
// the frames that took the page's thread longer than 50 ms; beside it the same way over a bare list, as a yardstick of the
// machine. Ends with 1 when a frame of the list was longer.
import { constants, setPriority } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chromium, type Page } from '@playwright/test';
import type { JobsView } from '@/domain/job';
import type { Overview } from '@/domain/overview';
import { BROWSER_ARGS, findBrowser } from '@/scripts/checks/browser';
import { forgetOwnSettings, inWorld, makeProduction } from '@/scripts/checks/world';
import { say, step } from '@/scripts/supervisor/terminal';
import { sentenceFor, ToldError } from '@/scripts/told-error';

const mostMs = 50;
/** A notch of the wheel; the next one follows as soon as the page has drawn a frame after it. */
const stepPx = 120;
const patienceMs = 30_000;

interface Scroll {
  frames: number;
  /** Each frame that was longer than 50 ms (long animation frames of the browser). */
  longMs: number[];
  seconds: number;
}

function readAccounts(args: string[]): number {
  const { values } = parseArgs({ args, options: { accounts: { type: 'string', default: '10000' } } });
  const accounts = Number(values.accounts);
  if (!Number.isSafeInteger(accounts) || accounts < 200) {
    throw new ToldError('--accounts must be a whole number from 200.');
  }
  return accounts;
}

/** Turns the wheel over `[data-scrolled]` until it stands at its end and its last line says that all is shown. */
async function scroll(page: Page): Promise<Scroll> {
  await page.evaluate(() => {
    const told = {
      frames: 0,
      long: [] as number[],
      count() {
        told.frames += 1;
        requestAnimationFrame(told.count);
      },
    };
    Reflect.set(window, 'told', told);
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) told.long.push(duration);
    }).observe({ type: 'long-animation-frame' });
    requestAnimationFrame(told.count);
  });
  const begun = Date.now();
  let moved = begun;
  for (let last = -1; ; ) {
    await page.mouse.wheel(0, stepPx);
    const at = await page.evaluate(
      () =>
        new Promise<{ top: number; isEnd: boolean }>((resolve) => {
          requestAnimationFrame(() => {
            const frame = document.querySelector('[data-scrolled]') ?? document.body;
            const { scrollTop: top, scrollHeight, clientHeight, lastElementChild } = frame;
            const isWhole = lastElementChild?.textContent.includes('all shown') ?? false;
            resolve({ top, isEnd: isWhole && scrollHeight - top - clientHeight < 2 });
          });
        }),
    );
    if (at.isEnd) break;
    if (at.top !== last) moved = Date.now();
    last = at.top;
    if (Date.now() - moved > patienceMs) {
      throw new ToldError(`The list stopped at ${at.top} px and brought no more rows.`);
    }
  }
  const told = await page.evaluate(() => Reflect.get(window, 'told') as { frames: number; long: number[] });
  return {
    frames: told.frames,
    longMs: told.long.filter((ms) => ms > mostMs).map(Math.round),
    seconds: (Date.now() - begun) / 1_000,
  };
}

/** Stripe's limits are not what is measured: under them the worker would take ten minutes for the first reading. */
const mostCalls = 1_000;
const fullSpeed = {
  STRIPE_RATE_LIMIT: String(mostCalls),
  STRIPE_RATE_LIMIT_PER_OPERATION: String(mostCalls),
  EMULATOR_SWITCHES: JSON.stringify({ rateLimitTest: mostCalls, rateLimitPerOperation: mostCalls }),
};

/** Until every account with its owners, holder and transactions is read: operators' browsers share no cores with the worker. */
async function untilIdle(url: string): Promise<void> {
  const ask = async <T>(path: string) => (await (await fetch(`${url}/api/${path}`)).json()) as T;
  for (;;) {
    const { backfill } = await ask<Overview>('overview');
    const { kinds, isWhole } = await ask<JobsView>('jobs');
    if (backfill?.state === 'done' && isWhole && kinds.every(({ due, running }) => due + running === 0))
      return;
    await sleep(2_000);
  }
}

async function scrollAccounts(page: Page, url: string): Promise<Scroll> {
  await page.goto(`${url}/accounts`);
  const frame = page.getByRole('region', { name: 'Accounts, scrollable' });
  await frame.getByRole('link').first().hover();
  // The page's own start is Lighthouse's to measure.
  await page.waitForLoadState('networkidle');
  await frame.evaluate((element) => element.setAttribute('data-scrolled', ''));
  return scroll(page);
}

async function scrollBare(page: Page, accounts: number): Promise<Scroll> {
  const rows = `<div style="height:36px">••4242</div>`.repeat(accounts);
  await page.setContent(
    `<main data-scrolled style="height:90vh;overflow:auto">${rows}<p>all shown</p></main>`,
  );
  await page.getByText('••4242').first().hover();
  return scroll(page);
}

function tell(what: string, { frames, longMs, seconds }: Scroll): void {
  const longest = longMs.length > 0 ? `, the longest ${Math.max(...longMs)} ms` : '';
  say(`${what}: ${frames} frames in ${seconds.toFixed(0)} s, ${longMs.length} over ${mostMs} ms${longest}`);
}

async function main(): Promise<boolean> {
  const accounts = readAccounts(process.argv.slice(2));
  forgetOwnSettings();
  Object.assign(process.env, fullSpeed, { EMULATOR_ACCOUNTS: String(accounts) });
  await makeProduction();
  const browser = await chromium.launch({ executablePath: findBrowser(), args: BROWSER_ARGS });
  try {
    // An operator's browser shares no cores with the server. What is started from now on, the whole world, stands back for it.
    setPriority(constants.priority.PRIORITY_LOW);
    return await inWorld(async ({ url }) => {
      const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
      await step('All accounts read', () => untilIdle(url).then(() => undefined));
      tell('A bare list', await scrollBare(page, accounts));
      const list = await scrollAccounts(page, url);
      tell(`${accounts.toLocaleString('en-US')} accounts`, list);
      return list.longMs.length === 0;
    });
  } finally {
    await browser.close();
  }
}

main().then(
  (isGood) => process.exit(isGood ? 0 : 1),
  (error: unknown) => {
    console.error(sentenceFor(error));
    process.exit(1);
  },
);
