// U07, U08, U09, U14: an effect took place and nobody heard of it, or nobody should ask for it.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkPosts, type EffectCheck } from '@/scripts/chaos/checks/effects';
import { takeAccounts } from '@/scripts/chaos/copy';
import type { Row } from '@/scripts/chaos/row';
import { disconnect, refresh } from '@/scripts/chaos/stand/console';
import { eachOf } from '@/scripts/chaos/stand/figures';
import { settle, until } from '@/scripts/chaos/stand/settle';
import { addFault, control, dropFaults, ledger, ledgerEnd } from '@/scripts/chaos/stand/stripe';
import type { World } from '@/scripts/chaos/stand/world';
import { stripeState } from '@/scripts/chaos/upstream/limits';
import { beside, moved, shared } from '@/scripts/chaos/worlds';

type Act = (world: World, id: string, key?: string) => Promise<{ status: number }>;

/** So often a person clicks who is refused because Stripe seems to be away. */
const mostClicks = 10;

/** A person clicks; what was refused before it was sent is clicked again, with a new key, once Stripe answers. */
async function clickAll(world: World, accounts: readonly string[], act: Act): Promise<number> {
  let again = 0;
  await eachOf(accounts, 4, async (id) => void (await act(world, id)));
  for (let clicks = 1; clicks < mostClicks; clicks += 1) {
    await until(async () => (await stripeState(world)) === 'answering', 30_000, 200);
    await settle(world, { ignoringJobs: true, waitMs: 300_000 });
    const rows = await world.database.query<{ id: string }>(
      `select a.id from unnest($1::text[]) as a(id) where not exists (
         select 1 from actions where account_id = a.id and state in ('done', 'due'))`,
      [accounts],
    );
    for (const { id } of rows) {
      again += 1;
      await act(world, id);
    }
    if (rows.length === 0) break;
  }
  return again;
}

const outcomeOf = (runs: number, found: EffectCheck, words: string, isMet: boolean) => ({
  runs,
  lost: found.lost,
  duplicated: found.duplicated,
  worst: `${words}; ${found.wrong} wrong results`,
  isMet: isMet && found.wrong === 0,
});

export const u07: Row = {
  id: 'U07',
  fault: 'connection reset after Stripe had disconnected the account',
  target: 'one effective disconnect for each intent',
  world: { ...shared, limits: 'raised' },
  run: async ({ world, random }) => {
    const accounts = await takeAccounts(world, 500, 'disconnect');
    const after = await ledgerEnd(world);
    await addFault(world, {
      match: { operation: 'accounts.disconnect' },
      share: 0.6,
      seed: random.whole(1, 1_000_000),
      fault: { reset: 'after' },
    });
    const again = await clickAll(world, accounts, disconnect);
    await dropFaults(world);
    await settle(world, { ignoringJobs: true, waitMs: 180_000 });
    const struck = (await ledger(world, 'call', after)).filter(
      ({ fault, effect }) => fault !== null && effect,
    ).length;
    const found = await checkPosts(world, after, 'disconnect', accounts);
    return outcomeOf(
      accounts.length,
      found,
      `${struck} answers lost after the effect, ${again} clicked again`,
      struck > 200,
    );
  },
};

export const u08: Row = {
  id: 'U08',
  fault: 'a 500 that Stripe keeps under the key and repeats, before or after the effect',
  target: '0 stuck: read first, a new key only if nothing happened',
  world: { ...beside, limits: 'raised' },
  run: async ({ world, random }) => {
    const accounts = await takeAccounts(world, 200, 'disconnect');
    const after = await ledgerEnd(world);
    const match = { operation: 'accounts.disconnect' };
    const seed = random.whole(1, 1_000_000);
    await addFault(world, { match, share: 0.5, seed, fault: { stored500: 'after' } });
    await addFault(world, { match, share: 0.6, seed: seed + 1, times: 150, fault: 'stored500' });
    const again = await clickAll(world, accounts, disconnect);
    await dropFaults(world);
    await settle(world, { ignoringJobs: true, waitMs: 180_000 });
    const found = await checkPosts(world, after, 'disconnect', accounts);
    const struck = (await ledger(world, 'call', after)).filter(({ fault }) => fault !== null).length;
    return outcomeOf(accounts.length, found, `${struck} stored errors, ${again} clicked again`, struck > 100);
  },
};

export const u09: Row = {
  id: 'U09',
  fault: 'an action resumed 25 h after its first try: Stripe has forgotten the key',
  target: 'asked first, never repeated blindly',
  world: { ...moved, limits: 'raised' },
  run: async ({ world }) => {
    const accounts = await takeAccounts(world, 100, 'disconnect');
    const [happened, never] = [accounts.slice(0, 50), accounts.slice(50)];
    const after = await ledgerEnd(world);
    await world.worker.halt('SIGTERM');
    const match = { operation: 'accounts.disconnect' };
    await addFault(world, { match, fault: { reset: 'after' } });
    for (const id of happened) await whileAnswering(world, () => disconnect(world, id));
    await dropFaults(world);
    await addFault(world, { match, fault: { status: 500 } });
    for (const id of never) await whileAnswering(world, () => disconnect(world, id));
    await dropFaults(world);
    const left = await world.database.query<{ account_id: string }>(
      `update actions set created_at = created_at - interval '25 hours'
       where account_id = any($1) and state = 'due' returning account_id`,
      [accounts],
    );
    await control(world, 'POST', '/clock', { advanceSeconds: 25 * 3_600 });
    world.worker.start();
    await settle(world, { ignoringJobs: true, waitMs: 180_000 });
    const found = await checkPosts(
      world,
      after,
      'disconnect',
      left.map(({ account_id }) => account_id),
    );
    return outcomeOf(
      left.length,
      found,
      `${left.length} of ${accounts.length} were left without a result`,
      left.length >= 90,
    );
  },
};

/** Not while the breaker is open: then nothing is sent, and nothing is left open. */
async function whileAnswering(world: World, act: () => Promise<unknown>): Promise<void> {
  await until(async () => (await stripeState(world)) === 'answering', 30_000, 100);
  await act();
}

export const u14: Row = {
  id: 'U14',
  fault: '20 people click refresh 50 times each while one is pending',
  target: 'nothing is sent; everybody is told when',
  world: { ...shared, limits: 'raised' },
  run: async ({ world }) => {
    const [people, clicks] = [20, 50];
    const accounts = await takeAccounts(world, 5);
    for (const id of accounts) await refresh(world, id);
    await sleep(200);
    const after = await ledgerEnd(world);
    let silent = 0;
    let letIn = 0;
    await Promise.all(
      Array.from({ length: people }, async (_, person) => {
        for (let click = 0; click < clicks; click += 1) {
          const reply = await refresh(
            world,
            accounts[(person + click) % accounts.length] ?? '',
            randomUUID(),
          );
          if (reply.status === 200) letIn += 1;
          else if (!/availableAt|pending|result yet/.test(reply.text)) silent += 1;
        }
      }),
    );
    const sent = (await ledger(world, 'call', after)).filter(
      ({ method, path }) => method === 'POST' && path.endsWith('/refresh'),
    );
    return {
      runs: people * clicks,
      lost: 0,
      duplicated: sent.length,
      worst: `${sent.length} sent, ${letIn} let in, ${silent} refused without a time`,
      isMet: silent === 0 && letIn === 0,
    };
  },
};
