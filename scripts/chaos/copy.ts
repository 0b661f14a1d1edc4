// The first copy of all accounts, and fresh accounts for rows that use them up.
import { settle } from '@/scripts/chaos/stand/settle';
import type { World } from '@/scripts/chaos/stand/world';

const copyWaitMs = 300_000;

/** Waits until the worker has copied every account and all that belongs to them. */
export async function copyAccounts(world: World): Promise<void> {
  const end = Date.now() + copyWaitMs;
  for (;;) {
    const [row] = await world.database.query<{ done: boolean }>(
      `select exists (select 1 from backfills where finished_at is not null) as done`,
    );
    if (row?.done) break;
    if (Date.now() > end) throw new Error('The first copy of the accounts did not end.');
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  await markAsRead(world);
  const left = await settle(world, { waitMs: copyWaitMs });
  if (left) throw new Error(`The first copy left work behind: ${JSON.stringify(left)}`);
}

/** Owners, transactions and holders of thousands of accounts are beside the point here: they count as read. */
async function markAsRead({ database }: World): Promise<void> {
  await database.query(`
    insert into ownership_reads (account_id, ownership_id)
    select id, ownership_id from accounts where ownership_id is not null on conflict do nothing`);
  await database.query(`
    insert into transaction_reads (account_id, done_refresh_id)
    select id, transaction_refresh_id from accounts where transaction_refresh_id is not null on conflict do nothing`);
  await database.query(`
    insert into holders (id, type, read_at)
    select distinct holder_id, coalesce(holder_type, 'customer'), now() from accounts where holder_id is not null
    on conflict do nothing`);
  await database.query(`
    delete from graphile_worker._private_jobs j using graphile_worker._private_tasks t
    where t.id = j.task_id and j.locked_at is null
      and t.identifier in ('read-owners', 'read-transactions', 'read-holder')`);
}

const taken = new WeakMap<World, Set<string>>();

/** Active accounts that no row has used; they count as used from now on. `refresh`: of which a balance may be asked for now. */
export async function takeAccounts(
  world: World,
  count: number,
  use: 'refresh' | 'disconnect' = 'refresh',
): Promise<string[]> {
  const used = taken.get(world) ?? new Set<string>();
  taken.set(world, used);
  const rows = await world.database.query<{ id: string }>(
    `select id from accounts where status = 'active' and not id = any($1) and ($3 = 'disconnect' or (
         'balances' = any(permissions)
         and coalesce(balance_refresh_status, '') <> 'pending' and coalesce(balance_refresh_next_at, now()) <= now()
         and coalesce(ownership_refresh_status, '') <> 'pending' and coalesce(transaction_refresh_status, '') <> 'pending'))
       order by md5(id) limit $2`,
    [[...used], count, use],
  );
  if (rows.length < count) throw new Error(`Only ${rows.length} of ${count} fresh accounts are left.`);
  for (const { id } of rows) used.add(id);
  return rows.map(({ id }) => id);
}
