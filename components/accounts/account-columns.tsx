// The columns of the accounts table.
'use client';
import { createColumnHelper } from '@tanstack/react-table';
import { RotateCw } from 'lucide-react';
import Link from 'next/link';
import type { AccountRow, Holder } from '@/domain/account';
import type { RefreshFeature, RefreshState } from '@/domain/refresh';
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
    <Link
      href={`/accounts/${account.id}`}
      className="block min-w-0 rounded-sm hover:[&>span:first-child]:underline"
    >
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
  return holder.id ? (
    <TwoLines first={holder.id} second="Name not known" />
  ) : (
    <span className="text-faint">No holder</span>
  );
}

/** The three refresh columns share a sign, so that their names stay short. */
function RefreshHead({ word }: { word: string }) {
  return (
    <span className="flex items-center gap-1">
      <RotateCw aria-hidden className="size-3 shrink-0 text-faint" />
      <span>
        {word}
        <span className="sr-only"> refresh</span>
      </span>
    </span>
  );
}

/** In the narrow block only what went wrong or is under way is shown, after the name of the data. */
function RefreshCell({ state, word }: { state: RefreshState | undefined; word: string }) {
  if (!state) return <span className="text-faint max-sm:hidden">Not told</span>;
  const isNotable = state.status !== null && state.status !== 'succeeded';
  return (
    <span className={isNotable ? 'max-sm:col-span-2 max-sm:flex max-sm:gap-1.5' : 'max-sm:hidden'}>
      <span className="text-faint sm:hidden">{word}</span>
      <RefreshStateText state={state} />
    </span>
  );
}

function refreshColumn(feature: RefreshFeature, word: string): DataColumn<AccountRow> {
  return column.display({
    id: feature,
    header: () => <RefreshHead word={word} />,
    meta: { width: '8rem', narrow: 'max-sm:contents!' },
    cell: ({ row }) => {
      const state = row.original.refreshes.find((each) => each.feature === feature);
      return <RefreshCell state={state} word={word} />;
    },
  });
}

export const accountColumns: DataColumn<AccountRow>[] = [
  column.accessor('institutionName', {
    id: 'institution',
    header: 'Account',
    meta: { width: '14.5rem', narrow: 'max-sm:col-start-1 max-sm:row-start-1' },
    cell: ({ row }) => <AccountName account={row.original} />,
  }),
  column.accessor(({ holder }) => holder.name ?? holder.id, {
    id: 'holder',
    header: 'Holder',
    meta: { width: '11rem', narrow: 'max-sm:col-start-1 max-sm:row-start-2' },
    cell: ({ row }) => <HolderCell holder={row.original.holder} />,
  }),
  column.accessor('status', {
    header: 'Status',
    meta: { width: '10.5rem', narrow: 'max-sm:col-span-2 max-sm:col-start-1 max-sm:row-start-3' },
    cell: ({ row }) => <AccountStatus account={row.original} />,
  }),
  column.accessor(({ balance }) => balance?.asOf, {
    id: 'balanceAsOf',
    header: 'Balance',
    sortDescFirst: true,
    meta: { width: '8.5rem', align: 'right', narrow: 'max-sm:col-start-2 max-sm:row-start-1' },
    cell: ({ row }) => <BalanceCell account={row.original} />,
  }),
  refreshColumn('balance', 'Balance'),
  refreshColumn('ownership', 'Ownership'),
  refreshColumn('transactions', 'Transactions'),
  column.accessor('createdAt', {
    header: 'Linked',
    sortDescFirst: true,
    meta: {
      width: '6.5rem',
      align: 'right',
      narrow: 'max-sm:col-start-2 max-sm:row-start-2 max-sm:text-xs max-sm:text-faint',
      narrowLabel: 'Linked',
    },
    cell: ({ row }) => <DateText at={row.original.createdAt} />,
  }),
];
