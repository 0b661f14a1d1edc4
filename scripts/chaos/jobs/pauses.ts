// J03, J04: the worker is asked to end, and is frozen and wakes.
import { setTimeout as sleep } from 'node:timers/promises';
import { checkPosts } from '@/scripts/chaos/checks/effects';
import { takeAccounts } from '@/scripts/chaos/copy';
import { countStarts } from '@/scripts/chaos/jobs/kills';
import { leaveActions, untilDone } from '@/scripts/chaos/jobs/work';
import { limits } from '@/scripts/chaos/limits';
import type { Row } from '@/scripts/chaos/row';
import { look, refresh } from '@/scripts/chaos/stand/console';
import { inWords } from '@/scripts/chaos/stand/figures';
import { settle, until, untilUnread } from '@/scripts/chaos/stand/settle';
import { addFault, control, faultState, ledgerEnd } from '@/scripts/chaos/stand/stripe';
import type { World } from '@/scripts/chaos/stand/world';
import { shared } from '@/scripts/chaos/worlds';

/** A person who looks and acts while something else happens. */
function startPerson(world: World, accounts: readonly string[]) {
  let isOver = false;
  let calls = 0;
  const failed: string[] = [];
  const acted: string[] = [];
  const go = async () => {
    for (let at = 0; !isOver; at += 1) {
      const id = accounts[at];
      const reply =
        id === undefined || at % 2 === 1 ? await look(world, '/accounts?limit=25') : await refresh(world, id);
      if (id !== undefined && at % 2 === 0) acted.push(id);
      calls += 1;
      if (reply.status !== 200) failed.push(`${reply.status} ${reply.text.slice(0, 100)}`);
      await sleep(150);
    }
  };
  const going = go();
  return {
    failed,
    acted,
    calls: () => calls,
    stop: async () => {
      isOver = true;
      await going;
    },
  };
}

export const j03: Row = {
  id: 'J03',
  fault: 'worker asked to end (SIGTERM) in the middle of its work, as at a deploy',
  target: 'finished or released ≤ 25 s, no call of a person fails',
  world: { ...shared, limits: 'sandbox' },
  run: async ({ world, random }) => {
    const [deploys, perDeploy] = [10, 8];
    const accounts = await takeAccounts(world, deploys * perDeploy);
    const persons = await takeAccounts(world, 100);
    const after = await ledgerEnd(world);
    const starts = countStarts(world.worker);
    const person = startPerson(world, persons);
    const ends: { ms: number; code: number | null }[] = [];
    const ids: string[] = [];
    for (let deploy = 0; deploy < deploys; deploy += 1) {
      ids.push(
        ...(await leaveActions(
          world,
          'refresh',
          accounts.slice(deploy * perDeploy, (deploy + 1) * perDeploy),
        )),
      );
      await sleep(random.whole(100, 900));
      const before = starts();
      ends.push(await world.worker.deploy());
      await until(() => starts() > before, 30_000);
    }
    const isDone = await untilDone(world, ids, 60_000);
    await person.stop();
    const found = await checkPosts(world, after, 'refresh', [...accounts, ...person.acted]);
    const slowest = Math.max(...ends.map(({ ms }) => ms));
    const badEnds = ends.filter(({ code }) => code !== 0).length;
    return {
      runs: deploys,
      lost: found.lost,
      duplicated: found.duplicated,
      worst: `end after ${inWords(slowest)}; ${person.calls()} calls of a person, ${person.failed.length} failed ${person.failed[0] ?? ''}; ${badEnds} bad exits`,
      isMet:
        isDone &&
        badEnds === 0 &&
        person.failed.length === 0 &&
        slowest <= limits.stopMs &&
        found.wrong === 0,
    };
  },
};

/** Everything that a result could have touched, a line for each row. */
async function resultsOf(
  world: World,
  ids: readonly string[],
  accounts: readonly string[],
): Promise<string[]> {
  const rows = await world.database.query(
    `select a.*, (select count(*) from audit_entries e where e.action_id = a.id)::int as audits
     from actions a where id = any($1::uuid[]) order by id`,
    [ids],
  );
  const copies = await world.database.query(
    'select id, version::text, source, status from accounts where id = any($1) order by id',
    [accounts],
  );
  return [...rows, ...copies].map((row) => JSON.stringify(row));
}

export const j04: Row = {
  id: 'J04',
  fault: 'worker frozen (SIGSTOP) with an answer on its way, woken after another has taken over',
  target: 'not one late write is let in',
  world: { ...shared, limits: 'sandbox' },
  run: async ({ world }) => {
    const [rounds, perRound] = [5, 4];
    const accounts = await takeAccounts(world, rounds * perRound);
    const after = await ledgerEnd(world);
    const late: string[] = [];
    let isDone = true;
    let caught = 0;
    for (let round = 0; round < rounds; round += 1) {
      const mine = accounts.slice(round * perRound, (round + 1) * perRound);
      const fault = await addFault(world, { match: { operation: 'accounts.disconnect' }, fault: 'hold' });
      const ids = await leaveActions(world, 'disconnect', mine);
      await until(async () => (await faultState(world, fault)).waiting === perRound, 20_000);
      caught += (await faultState(world, fault)).waiting;
      world.worker.freeze();
      const other = world.addWorker('worker-other');
      isDone = (await untilDone(world, ids, 60_000)) && isDone;
      // What follows from the result itself, its webhooks and reads too, has to be written by then: it would look like a
      // late write.
      await sleep(500);
      isDone = (await settle(world, { ignoringJobs: true })) === null && isDone;
      isDone = (await untilUnread(world, mine)) && isDone;
      const before = await resultsOf(world, ids, mine);
      await control(world, 'POST', `/faults/${fault}/release`, {});
      world.worker.thaw();
      await sleep(2_500);
      late.push(...(await resultsOf(world, ids, mine)).filter((row) => !before.includes(row)));
      await control(world, 'DELETE', `/faults/${fault}`);
      await other.stop();
    }
    const found = await checkPosts(world, after, 'disconnect', accounts);
    return {
      runs: caught,
      lost: found.lost,
      duplicated: found.duplicated,
      worst: `${late.length} late writes${late[0] ? ` (${late[0]})` : ''}, ${found.wrong} wrong results`,
      isMet: isDone && late.length === 0 && found.wrong === 0 && caught === rounds * perRound,
    };
  },
};
