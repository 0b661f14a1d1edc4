// The orders of a list of accounts; rows without the value come last in both directions.
import 'server-only';
import type { AccountSort } from '@/domain/account-query';
import type { AccountRecord } from '@/server/cache/rows/account-row';
import { Prisma } from '@/server/db';
import type { Order } from './keyset';

/** How one sort reads its value: in SQL for the index, in JS for the cursor. */
interface Sorting {
  kind: Order['kind'];
  key: (isDescending: boolean) => Prisma.Sql;
  valueOf: (row: AccountRecord, isDescending: boolean) => Date | string;
}

const sortings: Record<AccountSort, Sorting> = {
  createdAt: { kind: 'time', key: () => Prisma.sql`a.created_at`, valueOf: (row) => row.created_at },
  institution: {
    kind: 'text',
    key: () => Prisma.sql`a.institution_name`,
    valueOf: (row) => row.institution_name,
  },
  holder: {
    kind: 'text',
    key: () => Prisma.sql`coalesce(a.holder_name, a.holder_id, '')`,
    valueOf: (row) => row.holder_name ?? row.holder_id ?? '',
  },
  status: { kind: 'text', key: () => Prisma.sql`a.status`, valueOf: (row) => row.status },
  balanceAsOf: {
    kind: 'time',
    key: (isDescending) => timeOrLast(Prisma.sql`a.balance_as_of`, isDescending),
    valueOf: (row, isDescending) => row.balance_as_of ?? last(isDescending),
  },
  readAt: { kind: 'time', key: () => Prisma.sql`a.read_at`, valueOf: (row) => row.read_at },
  expectedDeactivationAt: {
    kind: 'time',
    key: (isDescending) => timeOrLast(Prisma.sql`a.expected_deactivation_at`, isDescending),
    valueOf: (row, isDescending) => row.expected_deactivation_at ?? last(isDescending),
  },
};

const last = (isDescending: boolean) => (isDescending ? '-infinity' : 'infinity');

/** The two forms are those of the two indexes; a parameter in the place of the literal would use neither. */
const timeOrLast = (column: Prisma.Sql, isDescending: boolean): Prisma.Sql =>
  isDescending
    ? Prisma.sql`coalesce(${column}, '-infinity'::timestamptz)`
    : Prisma.sql`coalesce(${column}, 'infinity'::timestamptz)`;

/** The order that a checked `sort` names, and how a row's value in it is read. */
export function accountOrder(sort: string): Order & { valueOf: (row: AccountRecord) => Date | string } {
  const isDescending = sort.startsWith('-');
  const name = isDescending ? sort.slice(1) : sort;
  const sorting = isSort(name) ? sortings[name] : sortings.createdAt;
  const key = sorting.key(isDescending);
  return {
    name: sort,
    isDescending,
    kind: sorting.kind,
    key,
    id: Prisma.sql`a.id`,
    keyOf: (id) => Prisma.sql`(select ${key} from accounts a where a.id = ${id})`,
    valueOf: (row) => sorting.valueOf(row, isDescending),
  };
}

const isSort = (name: string): name is AccountSort => Object.hasOwn(sortings, name);
