// A read that was sent after a POST of ours, and answered before it took effect, does not hide what the POST did.
import { beforeAll, expect, test } from 'vitest';
import { subscribeAccount } from '@/server/commands/subscribe';
import { db, nextReadNo } from '@/server/db';
import { retrieveAccount } from '@/server/stripe/client';
import { letIn } from '@/server/sync/account';
import { fillCopy, takeAccount } from '@/server/testing/deeds';
import { useWorld } from '@/server/testing/world';

useWorld({ accounts: 60 });
beforeAll(fillCopy, 60_000);

const jobsFor = (id: string) =>
  db.$queryRaw<unknown[]>`select 1 as found from graphile_worker.jobs where key = ${`read:${id}`}`;

test('an action’s answer that comes behind a read sent later is asked for again', async () => {
  const id = await takeAccount();
  const posted = await nextReadNo(db);
  const answer = await retrieveAccount('job', id);
  const read = await nextReadNo(db);
  await db.$transaction((tx) => letIn(tx, [answer.data], answer, { readNo: read, source: 'read' }));
  await db.$executeRaw`delete from graphile_worker._private_jobs where key = ${`read:${id}`}`;
  const late = { ...answer, data: { ...answer.data, subscriptions: ['transactions'] } };
  await db.$transaction((tx) => letIn(tx, [late.data], late, { readNo: posted, source: 'action' }));
  expect(await jobsFor(id)).toHaveLength(1);
});

test('a person is shown what was done although its answer was overtaken', async () => {
  const [row] = await db.$queryRaw<{ id: string }[]>`
    select id from accounts where status = 'active' and 'transactions' = any(permissions)
      and not 'transactions' = any(subscriptions) and balance_refresh_status is distinct from 'pending' limit 1`;
  const id = row?.id ?? '';
  // Stands for the read that overtakes: the table takes nothing from an action.
  await db.$executeRaw`
    create function overtake() returns trigger language plpgsql as
    $$ begin if new.source = 'action' then return null; end if; return new; end $$`;
  await db.$executeRaw`create trigger overtake before insert on accounts for each row execute function overtake()`;
  const { account } = await subscribeAccount(id, ['transactions'], {
    actor: 'test',
    requestKey: 'overtaken-1',
  });
  await db.$executeRaw`drop trigger overtake on accounts`;
  expect(account.subscriptions).toEqual(['transactions']);
});
