// What there is to be pictured: the pages of the README, all other pages, and everything that opens on them.
import type { Page } from '@playwright/test';
import { ToldError } from '@/scripts/told-error';

/** Reads one answer of the console's API. */
export type Ask = (path: string) => Promise<unknown>;

export interface Subject {
  name: string;
  /** A path of the console, or how one is found in its world. */
  path: string | ((ask: Ask) => Promise<string>);
  /** What opens the dialog, the menu or the sheet on it, until it is there. */
  open?: (page: Page) => Promise<void>;
}

/** A world without such a thing has no picture of it. */
export class NoSuchThing extends ToldError {}

interface List {
  data: { id: string }[];
}

// The seeded world is the same for the same seed, so the first account of a kind is the same one each time.
const accountWith = (query: string) => async (ask: Ask) => {
  const { data } = (await ask(`/api/accounts?limit=1&${query}`)) as List;
  const [first] = data;
  if (!first) throw new NoSuchThing(`The console has no account for ?${query}.`);
  return `/accounts/${first.id}`;
};

const firstOf = (list: string, page: string) => async (ask: Ask) => {
  const { data } = (await ask(list)) as List;
  const [first] = data;
  if (!first) throw new NoSuchThing(`The console has nothing at ${list}.`);
  return `${page}/${first.id}`;
};

/** Whatever opens is fetched at the first press, and comes a little later. */
const until = (role: 'dialog' | 'menu') => (page: Page) =>
  page.locator(`[role=${role}][data-open]`).first().waitFor();

const press =
  (name: string, role: 'dialog' | 'menu' = 'dialog') =>
  async (page: Page) => {
    await page.getByRole('main').getByRole('button', { name, exact: true }).first().click();
    await until(role)(page);
  };
const key = (keys: string) => async (page: Page) => {
  await page.keyboard.press(keys);
  await until('dialog')(page);
};

/** Selects the first rows of a list by keyboard. */
async function selectRows(page: Page): Promise<void> {
  await page.keyboard.press('j');
  for (let row = 0; row < 4; row += 1) await page.keyboard.press('Shift+J');
}

export const readme: Subject[] = [
  { name: 'accounts', path: '/accounts' },
  {
    name: 'account',
    path: accountWith('status=active&category=cash&refresh=transactions%3Asucceeded'),
  },
  { name: 'relinks', path: '/relinks' },
  { name: 'overview', path: '/' },
];

const pages: Subject[] = [
  { name: 'account-newest', path: accountWith('sort=-createdAt') },
  { name: 'accounts-filtered', path: '/accounts?status=inactive&cause=access_expired' },
  { name: 'accounts-empty', path: '/accounts?status=inactive&q=nobody' },
  { name: 'account-needs-relink', path: accountWith('status=inactive&action=relink_required') },
  { name: 'account-not-repairable', path: accountWith('status=inactive&action=none') },
  { name: 'account-disconnected', path: accountWith('status=disconnected') },
  { name: 'account-refresh-failed', path: accountWith('status=active&refresh=balance%3Afailed') },
  { name: 'sessions', path: '/sessions' },
  { name: 'session', path: firstOf('/api/sessions?limit=1&outcome=succeeded', '/sessions') },
  { name: 'new-session', path: '/sessions/new' },
  { name: 'activity', path: '/activity' },
  { name: 'activity-dead', path: '/activity?view=dead' },
  { name: 'activity-runs', path: '/activity?view=runs' },
  { name: 'activity-jobs', path: '/activity?view=jobs' },
  { name: 'activity-webhooks', path: '/activity?view=webhooks' },
  { name: 'event', path: firstOf('/api/events?limit=1', '/activity/events') },
  { name: 'run', path: firstOf('/api/runs?limit=1', '/activity/runs') },
  { name: 'audit', path: '/audit' },
  { name: 'not-found', path: '/no-such-page' },
];

const active = accountWith('status=active&refresh=balance%3Asucceeded');

const opened: Subject[] = [
  { name: 'open-selection', path: '/accounts', open: selectRows },
  {
    name: 'open-refresh-many',
    path: '/accounts',
    open: async (page) => {
      await selectRows(page);
      await key('r')(page);
    },
  },
  { name: 'open-columns', path: '/accounts', open: key('c') },
  { name: 'open-filter', path: '/accounts', open: press('Status', 'menu') },
  { name: 'open-palette', path: '/accounts', open: key('Control+k') },
  { name: 'open-keys', path: '/accounts', open: key('?') },
  {
    name: 'open-theme',
    path: '/accounts',
    open: async (page) => {
      await page.getByRole('button', { name: /^Theme/ }).click();
      await until('menu')(page);
    },
  },
  {
    name: 'open-navigation',
    path: '/accounts',
    // There is one only where the sidebar has no room.
    open: async (page) => {
      await page.getByRole('button', { name: 'Open the navigation' }).click();
      await until('dialog')(page);
    },
  },
  { name: 'open-refresh', path: active, open: key('r') },
  { name: 'open-disconnect', path: active, open: press('Disconnect') },
  { name: 'open-raw', path: active, open: (page) => page.getByText('Raw object').first().click() },
  { name: 'open-look-up', path: '/sessions', open: press('Look up by id') },
  { name: 'open-backfill', path: '/', open: press('Run backfill') },
  { name: 'open-start-run', path: '/activity?view=runs', open: press('Start a run') },
  {
    name: 'open-form-errors',
    path: '/sessions/new',
    open: async (page) => {
      await page.getByRole('checkbox', { name: 'Balances', exact: true }).uncheck();
      await page.getByRole('textbox', { name: 'Country' }).fill('USA');
      await page.getByRole('button', { name: 'Make session' }).click();
    },
  },
];

export const all: Subject[] = [...readme, ...pages, ...opened];
