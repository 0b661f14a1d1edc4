// The pages that are measured, in a world that has come to rest.
import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from '@/scripts/checks/world';
import { lookUpSeededSessions } from '@/scripts/supervisor/seeded-sessions';
import { step } from '@/scripts/supervisor/terminal';
import { ToldError } from '@/scripts/told-error';

export interface MeasuredPage {
  /** As the table calls it: "/accounts". */
  name: string;
  url: string;
}

const patienceMs = 60_000;
/** So long nothing changes in a world at rest. */
const restMs = 5_000;
const account = '/api/accounts?limit=1&status=active&category=cash&refresh=transactions%3Asucceeded';

/** The addresses, each read once so that no first reading is measured. */
export async function readyPages(world: World): Promise<MeasuredPage[]> {
  await lookUpSeededSessions(world.emulatorUrl);
  await untilSessions(world);
  const id = await firstId(world, account);
  if (!id) throw new ToldError('The seeded world has no account to measure.');
  const pages = [
    { name: '/', url: `${world.url}/` },
    { name: '/accounts', url: `${world.url}/accounts` },
    { name: '/accounts/[id]', url: `${world.url}/accounts/${id}` },
    { name: '/relinks', url: `${world.url}/relinks` },
    { name: '/sessions', url: `${world.url}/sessions` },
  ];
  for (const { url } of pages) await (await fetch(url)).text();
  await step('Rest', () => untilRest(world));
  return pages;
}

async function firstId(world: World, path: string): Promise<string | undefined> {
  const response = await fetch(world.url + path);
  if (!response.ok) throw new ToldError(`${path} answered ${response.status}.`);
  const { data } = (await response.json()) as { data: { id: string }[] };
  return data[0]?.id;
}

async function untilSessions(world: World): Promise<void> {
  const end = Date.now() + patienceMs;
  while (!(await firstId(world, '/api/sessions?limit=1'))) {
    if (Date.now() > end) throw new ToldError('The sessions of the seeded world did not come in.');
    await sleep(500);
  }
}

/** Sessions that are still being looked up would be told to the page that is measured. */
async function untilRest(world: World): Promise<undefined> {
  const end = Date.now() + patienceMs;
  let before = '';
  let since = Date.now();
  while (Date.now() - since < restMs && Date.now() < end) {
    const now = await stateOf(world);
    if (now !== before) since = Date.now();
    before = now;
    await sleep(500);
  }
}

/** What pages are told of; how far Stripe's clock is from ours changes with every look. */
async function stateOf(world: World): Promise<string> {
  const read = async (path: string) => (await fetch(world.url + path)).json() as Promise<object>;
  const [sessions, overview] = await Promise.all([read('/api/sessions?limit=200'), read('/api/overview')]);
  return JSON.stringify([sessions, { ...overview, binding: null }]);
}
