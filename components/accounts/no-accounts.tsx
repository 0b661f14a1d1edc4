// An empty list of accounts: which filter empties it, and a way to drop that one; or why there are none at all.
'use client';
import { useQueries } from '@tanstack/react-query';
import { Landmark, SearchX } from 'lucide-react';
import { countText } from '../data-table/count-text';
import { Button, ButtonLink } from '../ui/button';
import { EmptyState } from '../ui/empty-state';
import { Spinner } from '../ui/spinner';
import { accountCountQuery } from './account-queries';
import { type AccountSearch, type FilterName, setFilters, withoutFilter } from './account-search';
import { filterLabels } from './facet-words';

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
      <EmptyState
        icon={<Landmark aria-hidden className="size-6" />}
        title="No accounts yet"
        description="A backfill reads every account that Stripe has. New ones come when a customer finishes a session."
      >
        <ButtonLink href="/" variant="primary">
          See the backfill
        </ButtonLink>
      </EmptyState>
    );
  }
  const helpful = names
    .map((name, index) => ({ name, total: counts[index]?.data }))
    .filter(({ total }) => (total?.value ?? 0) > 0);
  const isCounting = counts.some(({ isPending }) => isPending);
  return (
    <EmptyState
      icon={<SearchX aria-hidden className="size-6" />}
      title="No account matches"
      description={emptyReason(
        search,
        names,
        helpful.map(({ name }) => name),
        isCounting,
      )}
    >
      {isCounting ? <Spinner /> : null}
      {helpful.map(({ name, total }) => (
        <Button key={name} onClick={() => onDrop(name)}>
          Drop {filterLabels[name]}
          {total ? `: ${countText(total, 'account')}` : null}
        </Button>
      ))}
      <Button variant={helpful.length > 0 ? 'ghost' : 'secondary'} onClick={onClear}>
        {names.length === 1 ? `Drop ${onlyName(names)}` : 'Clear all filters'}
      </Button>
    </EmptyState>
  );
}

function onlyName([name]: FilterName[]): string {
  return name ? filterLabels[name] : '';
}

function emptyReason(
  search: AccountSearch,
  names: FilterName[],
  helpful: FilterName[],
  isCounting: boolean,
): string {
  if (names.length === 1 && names[0] === 'q') return `Nothing is called, ends in or is “${search.q}”.`;
  if (names.length === 1) return `The filter ${onlyName(names)} leaves nothing.`;
  if (isCounting) return 'Looking which filter empties the list.';
  if (helpful.length === 0)
    return 'Each filter by itself would have to go: dropping one alone brings nothing.';
  const words = helpful.map((name) => filterLabels[name]).join(' or ');
  return `Together the filters leave nothing. Without ${words} there are accounts.`;
}
