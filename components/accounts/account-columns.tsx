// The columns of the accounts table. Compact: a line a row; comfortable, and below 640 px: two.
'use client';
import { RotateCw } from 'lucide-react';
import { Link } from '@/components/ui/link';
import type { AccountRow, Holder } from '@/domain/account';
import { institutionText } from '@/domain/institution';
import type { RefreshFeature, RefreshState } from '@/domain/refresh';
import type { Column } from '../data-table/column';
import { DateText } from '../ui/time';
import { AccountStatus } from './account-status';
import { BalanceCell } from './balance-cell';
import { RefreshStateText } from './refresh-state';

/** Of two lines one: what follows stands behind it, and is cut first. */
const lines =
  'block min-w-0 sm:group-data-[density=compact]/table:flex sm:group-data-[density=compact]/table:gap-1.5';
const firstLine =
  'block truncate sm:group-data-[density=compact]/table:shrink-0 sm:group-data-[density=compact]/table:max-w-full';
const secondLine = 'block min-w-0 truncate text-xs';

/** The second quiet, and on hover alone where a row has one line: a stub of it tells nothing. Cut ones are whole on hover. */
function TwoLines({ first, second }: { first: string; second: string | null }) {
  return (
    <span className={lines} title={[first, second].filter(Boolean).join('\n')}>
      <span className={firstLine}>{first}</span>
      {second ? (
        <span className={`${secondLine} text-faint sm:group-data-[density=compact]/table:hidden`}>
          {second}
        </span>
      ) : null}
    </span>
  );
}

function AccountName({ account }: { account: AccountRow }) {
  const { displayName, institutionName, last4 } = account;
  const name = displayName ?? 'No name';
  return (
    <Link
      href={`/accounts/${account.id}`}
      prefetch={false}
      title={`${institutionText(institutionName)}\n${name}${last4 ? ` ••${last4}` : ''}`}
      className={`${lines} rounded-sm hover:[&>span:first-child]:underline`}
    >
      <span className="block truncate font-medium underline-offset-2 sm:group-data-[density=compact]/table:min-w-0">
        {institutionText(institutionName)}
      </span>
      {/* In one line the name gives way first, then the institution, the digits never: they tell two apart. */}
      <span className="flex min-w-0 gap-1 text-xs text-quiet sm:group-data-[density=compact]/table:contents sm:group-data-[density=compact]/table:leading-[18px]">
        <span className="min-w-0 truncate sm:group-data-[density=compact]/table:shrink-9999">{name}</span>
        {last4 ? <span className="shrink-0">••{last4}</span> : null}
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
      <span className="truncate">
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
    <span
      className={isNotable ? 'block max-sm:col-span-2 max-sm:flex max-sm:gap-1.5' : 'block max-sm:hidden'}
    >
      <span className="text-faint sm:hidden">{word}</span>
      <RefreshStateText state={state} />
    </span>
  );
}

const refreshColumn = (feature: RefreshFeature, word: string): Column<AccountRow> => ({
  id: feature,
  header: <RefreshHead word={word} />,
  name: `${word} refresh`,
  width: '7.1rem',
  narrow: 'max-sm:contents!',
  cell: ({ refreshes }) => (
    <RefreshCell state={refreshes.find((each) => each.feature === feature)} word={word} />
  ),
});

export const accountColumns: Column<AccountRow>[] = [
  {
    id: 'institution',
    header: 'Account',
    width: '13.75rem',
    sorts: 'asc',
    narrow: 'max-sm:col-start-1 max-sm:row-start-1',
    cell: (account) => <AccountName account={account} />,
  },
  {
    id: 'holder',
    header: 'Holder',
    width: '6.75rem',
    sorts: 'asc',
    narrow: 'max-sm:col-start-1 max-sm:row-start-2',
    cell: ({ holder }) => <HolderCell holder={holder} />,
  },
  {
    id: 'status',
    header: 'Status',
    width: '14rem',
    sorts: 'asc',
    narrow: 'max-sm:col-span-2 max-sm:col-start-1 max-sm:row-start-3',
    cell: (account) => <AccountStatus account={account} />,
  },
  {
    id: 'balanceAsOf',
    header: 'Balance',
    width: '11rem',
    align: 'right',
    sorts: 'desc',
    sortHint: 'Sorts by the bank’s time of the balance, not by its amount.',
    narrow: 'max-sm:col-start-2 max-sm:row-start-1',
    cell: (account) => <BalanceCell account={account} />,
  },
  refreshColumn('balance', 'Balance'),
  refreshColumn('ownership', 'Ownership'),
  refreshColumn('transactions', 'Transactions'),
  {
    id: 'createdAt',
    header: 'Linked',
    width: '6.7rem',
    align: 'right',
    sorts: 'desc',
    narrow: 'max-sm:col-start-2 max-sm:row-start-2 max-sm:text-xs max-sm:text-faint',
    narrowLabel: 'Linked',
    cell: ({ createdAt }) => <DateText at={createdAt} />,
  },
];
