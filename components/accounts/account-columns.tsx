// The columns of the accounts table.
'use client';
import { createColumnHelper } from '@tanstack/react-table';
import Link from 'next/link';
import type { AccountRow, Holder } from '@/domain/account';
import type { RefreshFeature } from '@/domain/refresh';
import type { DataColumn } from '../data-table/data-table';
import type { TableParts } from '../data-table/table-parts';
import { DateText } from '../ui/time';
import { AccountStatus } from './account-status';
import { BalanceCell } from './balance-cell';
import { RefreshStateText } from './refresh-state';

const column = createColumnHelper<TableParts, AccountRow>();

/** Two lines, the second quiet; long ones are cut and whole on hover. */
function TwoLines({ first, second }: { first: string; second: string | null }) {
  return (
    <span className="block min-w-0">
      <span className="block truncate" title={first}>
        {first}
      </span>
      {second ? (
        <span className="block truncate text-xs text-faint" title={second}>
          {second}
        </span>
      ) : null}
    </span>
  );
}

function AccountName({ account }: { account: AccountRow }) {
  const { displayName, institutionName, last4 } = account;
  const second = [displayName ?? 'No name', last4 ? `••${last4}` : null].filter(Boolean).join(' ');
  return (
    <Link href={`/accounts/${account.id}`} className="block min-w-0 rounded-sm hover:[&>span:first-child]:underline">
      <span className="block truncate font-medium underline-offset-2" title={institutionName}>
        {institutionName}
      </span>
      <span className="block truncate text-xs text-quiet" title={second}>
        {second}
      </span>
    </Link>
  );
}

function HolderCell({ holder }: { holder: Holder }) {
  if (holder.isDeleted) return <TwoLines first="Deleted customer" second={holder.id} />;
  if (holder.name) return <TwoLines first={holder.name} second={holder.email} />;
  if (holder.email) return <TwoLines first={holder.email} second={holder.id} />;
  return holder.id ? <TwoLines first={holder.id} second="Name not known" /> : <span className="text-faint">No holder</span>;
}

function refreshColumn(feature: RefreshFeature, header: string): DataColumn<AccountRow> {
  return column.display({
    id: feature,
    header,
    meta: { width: '9rem', narrow: 'max-sm:hidden' },
    cell: ({ row }) => {
      const state = row.original.refreshes.find((each) => each.feature === feature);
      return state ? <RefreshStateText state={state} /> : <span className="text-faint">Not told</span>;
    },
  });
}

export const accountColumns: DataColumn<AccountRow>[] = [
  column.accessor('institutionName', {
    id: 'institution',
    header: 'Account',
    meta: { width: '17rem', narrow: 'max-sm:col-start-1 max-sm:row-start-1' },
    cell: ({ row }) => <AccountName account={row.original} />,
  }),
  column.accessor(({ holder }) => holder.name ?? holder.id, {
    id: 'holder',
    header: 'Holder',
    meta: { width: '13rem', narrow: 'max-sm:col-start-1 max-sm:row-start-2' },
    cell: ({ row }) => <HolderCell holder={row.original.holder} />,
  }),
  column.accessor('status', {
    header: 'Status',
    meta: { width: '12rem', narrow: 'max-sm:col-span-2 max-sm:col-start-1 max-sm:row-start-3' },
    cell: ({ row }) => <AccountStatus account={row.original} />,
  }),
  column.accessor(({ balance }) => balance?.asOf, {
    id: 'balanceAsOf',
    header: 'Balance',
    sortDescFirst: true,
    meta: { width: '9.5rem', align: 'right', narrow: 'max-sm:col-start-2 max-sm:row-start-1' },
    cell: ({ row }) => <BalanceCell account={row.original} />,
  }),
  refreshColumn('balance', 'Balance refresh'),
  refreshColumn('ownership', 'Ownership refresh'),
  refreshColumn('transactions', 'Transactions refresh'),
  column.accessor('createdAt', {
    header: 'Linked',
    sortDescFirst: true,
    meta: {
      width: '7rem',
      align: 'right',
      narrow: 'max-sm:col-start-2 max-sm:row-start-2 max-sm:text-xs max-sm:text-faint',
      narrowLabel: 'Linked',
    },
    cell: ({ row }) => <DateText at={row.original.createdAt} />,
  }),
];
