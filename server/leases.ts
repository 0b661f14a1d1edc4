// Claims on rows of ours: short, renewed while their holder works, told apart by a number that every result write checks.
import 'server-only';
import { type Db, db, Prisma } from '@/server/db';
import { log } from '@/server/log';
import { timings } from '@/server/timings';

/** The tables whose rows are worked on under a lease, a line each; all have id, lease_no (int) and lease_until (timestamptz). */
const tables = {
  actions: { name: Prisma.sql`actions`, idType: Prisma.sql`uuid` },
  backfills: { name: Prisma.sql`backfills`, idType: Prisma.sql`uuid` },
  runs: { name: Prisma.sql`runs`, idType: Prisma.sql`uuid` },
};

/** What a claim answered: this process may write results to the row while `leaseNo` is its number. */
export interface Lease {
  table: keyof typeof tables;
  id: string;
  leaseNo: number;
}

/** The row belongs to another holder now: nothing more may be written for it here. */
export class LeaseLost extends Error {
  constructor({ table, id }: Lease) {
    super(`The lease on ${table} ${id} went to another holder.`);
    this.name = 'LeaseLost';
  }
}

/** SQL: where a claim taken or renewed now ends. The database's clock, also late in a transaction. */
export const leaseEnd = Prisma.sql`clock_timestamp() + ${timings.leaseSeconds} * interval '1 second'`;

/**
 * SQL: nobody holds the row. A claim is one statement: `update <table> set lease_no = lease_no + 1, lease_until =
 * ${leaseEnd} where id = … and <it is due> and ${isFree} returning lease_no, …`; of two racing ones the second finds it held.
 */
export const isFree = Prisma.sql`(lease_until is null or lease_until < now())`;

/**
 * First in every transaction that writes results: throws LeaseLost unless the row is still ours, and keeps it ours until
 * the commit. A released or finished row (lease_until null) is nobody's.
 */
export async function requireLease(tx: Db, lease: Lease): Promise<void> {
  const { name, idType } = tables[lease.table];
  const rows = await tx.$queryRaw<unknown[]>`
    select 1 as ours from ${name}
    where id = ${lease.id}::${idType} and lease_no = ${lease.leaseNo} and lease_until is not null for update`;
  if (rows.length === 0) throw new LeaseLost(lease);
}

interface Held extends Lease {
  lost: AbortController;
}

const held = new Set<Held>();
let timer: NodeJS.Timeout | undefined;

/**
 * Renews the lease for as long as `work` runs. `lost` is aborted when another holder has it: then stop, nothing can be
 * written. The end of `work` releases nothing: its last write sets `lease_until` to null.
 */
export async function hold<T>(lease: Lease, work: (lost: AbortSignal) => Promise<T>): Promise<T> {
  const entry: Held = { ...lease, lost: new AbortController() };
  held.add(entry);
  renewLater(timings.leaseSeconds / 3);
  try {
    return await work(entry.lost.signal);
  } finally {
    held.delete(entry);
  }
}

function renewLater(seconds: number): void {
  if (timer) return;
  timer = setTimeout(async () => {
    const isRenewed = await renewHeld();
    timer = undefined;
    if (held.size > 0) renewLater(isRenewed ? timings.leaseSeconds / 3 : timings.leaseSeconds / 15);
  }, seconds * 1000);
  // What is held keeps the process alive by its own work.
  timer.unref();
}

/** False when the database did not answer. */
async function renewHeld(): Promise<boolean> {
  try {
    for (const [table, leases] of Map.groupBy(held, (lease) => lease.table)) await renew(table, leases);
    return true;
  } catch (error) {
    log.warn({ error: String(error) }, 'leases could not be renewed');
    return false;
  }
}

async function renew(table: keyof typeof tables, leases: Held[]): Promise<void> {
  const { name, idType } = tables[table];
  // A row that is locked is being finished by its holder or claimed by another: neither is to be waited for.
  const ours = await db.$queryRaw<{ id: string; lease_no: number }[]>`
    with held as (
      select * from unnest(${leases.map(({ id }) => id)}::${idType}[], ${leases.map(({ leaseNo }) => leaseNo)}::int[])
        as h(id, lease_no)
    ), mine as (
      select t.id from ${name} t join held h on h.id = t.id and h.lease_no = t.lease_no
      where t.lease_until is not null order by t.id for update of t skip locked
    ), renewed as (
      update ${name} set lease_until = ${leaseEnd} where id in (select id from mine)
    )
    select t.id::text, t.lease_no from ${name} t join held h on h.id = t.id and h.lease_no = t.lease_no
    where t.lease_until is not null`;
  const keys = new Set(ours.map(({ id, lease_no }) => `${id} ${lease_no}`));
  for (const lease of leases) {
    if (keys.has(`${lease.id} ${lease.leaseNo}`) || !held.has(lease)) continue;
    log.warn({ table, id: lease.id }, 'a lease went to another holder');
    lease.lost.abort();
  }
}
