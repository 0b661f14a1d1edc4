// An empty list of accounts: which filter empties it, and a way to drop that one; or why there are none at all.
'use client';
import { useQueries } from '@tanstack/react-query';
import { SearchX } from 'lucide-react';
import { countText } from '../data-table/count-text';
import { Button, ButtonLink } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Spinner } from '../ui/spinner';
import { accountCountQuery } from './account-queries';
import { type AccountSearch, type FilterName, setFilters, withoutFilter } from './account-search';
import { emptyReason } from './empty-reason';
import { filterLabels } from './facet-words';
import { NoAccountsYet } from './no-accounts-yet';

export function NoAccounts({
  search,
  onDrop,
  onClear,
}: {
  search: AccountSearch;
  onDrop: (name: FilterName) => void;
  onClear: () => void;
}) {
  const names = setFilters(search);
  const counts = useQueries({
    queries: names.length > 1 ? names.map((name) => accountCountQuery(withoutFilter(search, name))) : [],
  });
  if (names.length === 0) {
    return (
      <NoAccountsYet>
        <ButtonLink href="/">See the backfill</ButtonLink>
      </NoAccountsYet>
    );
  }
  const helpful = names
    .map((name, index) => ({ name, total: counts[index]?.data }))
    .filter(({ total }) => (total?.value ?? 0) > 0);
  const isCounting = counts.some(({ isPending }) => isPending);
  const failed = counts.filter(({ isError }) => isError);
  const countAgain = () => {
    for (const { refetch } of failed) void refetch();
  };
  return (
    <EmptyState
      icon={<SearchX aria-hidden className="size-6" />}
      title="No account matches"
      description={emptyReason(search.q, names, {
        helpful: helpful.map(({ name }) => name),
        isCounting,
        error: failed[0]?.error ?? null,
      })}
    >
      {isCounting ? <Spinner /> : null}
      {failed.length > 0 ? (
        <Button onClick={countAgain} pending={failed.some(({ isFetching }) => isFetching)}>
          Count again
        </Button>
      ) : null}
      {helpful.map(({ name, total }) => (
        <Button key={name} onClick={() => onDrop(name)}>
          Drop {filterLabels[name]}
          {total ? `: ${countText(total, 'account')}` : null}
        </Button>
      ))}
      <Button variant={helpful.length > 0 ? 'ghost' : 'secondary'} onClick={onClear}>
        {names.length === 1
          ? `Drop ${names.map((name) => filterLabels[name]).join('')}`
          : 'Clear all filters'}
      </Button>
    </EmptyState>
  );
}
