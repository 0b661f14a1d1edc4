// The filters of the accounts page: search, a chip per facet with counts, all of it removable.
'use client';
import { memo } from 'react';
import { type WordFacet, wordFacets } from '@/domain/account';
import { FilterChip, withCounts } from '../data-table/filter-chip';
import { useFilterKey } from '../data-table/filter-keys';
import { SearchBox } from '../data-table/search-box';
import { SetChip } from '../data-table/set-chip';
import { SortSelect } from '../data-table/sort-select';
import { useCounts } from '../data-table/use-counts';
import { Button } from '../ui/button';
import { accountFacetsQuery } from './account-queries';
import {
  type AccountSearch,
  type AccountSortText,
  accountSearch,
  noFilters,
  setFilters,
} from './account-search';
import {
  expiringValues,
  facetValues,
  filterLabels,
  freshnessValues,
  sortWords,
  staleValues,
} from './facet-words';

const usualSorts: readonly AccountSortText[] = [
  '-createdAt',
  'createdAt',
  'institution',
  'holder',
  'status',
  'balanceAsOf',
  'expectedDeactivationAt',
  'readAt',
];

interface AccountFiltersProps {
  search: AccountSearch;
  /** The head of a column tells how the list is sorted. */
  isSortShown: boolean;
  change: (
    values: Partial<{ [Name in keyof AccountSearch]: AccountSearch[Name] | null }>,
    replace?: boolean,
  ) => void;
}

/** Not drawn anew with each page of the list. */
export const AccountFilters = memo(function AccountFilters({
  search,
  isSortShown,
  change,
}: AccountFiltersProps) {
  const { counts, counting } = useCounts(accountFacetsQuery(search));
  const chips = useFilterKey();
  // One that a head was asked for in a wide window stays in the list of a narrow one.
  const sorts = usualSorts.includes(search.sort) ? usualSorts : [search.sort, ...usualSorts];
  const chip = (facet: WordFacet) => (
    <FilterChip
      key={facet}
      label={filterLabels[facet]}
      values={facetValues(facet, counts?.[facet] ?? [], search[facet])}
      selected={search[facet]}
      onChange={(values) => change({ [facet]: values.length > 0 ? values : null })}
      counting={counting}
    />
  );
  return (
    <div className="flex shrink-0 flex-col gap-2 border-b border-border px-4 py-2.5 sm:px-6">
      <div className="flex gap-2">
        <SearchBox
          label="Search accounts"
          placeholder="Name, e-mail, last4, institution or id"
          value={search.q}
          onSearch={(q) => change({ q: q || null }, true)}
          className="min-w-0 flex-1 sm:max-w-96"
        />
        <SortSelect
          value={search.sort}
          options={sorts.map((sort) => [sort, sortWords[sort]])}
          onChange={(sort) => change({ sort: sorts.find((each) => each === sort) ?? null })}
        />
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would need a legend that is seen */}
      <div
        ref={chips}
        role="group"
        aria-label="Filters"
        className="-mx-4 flex items-center gap-1.5 px-4 max-sm:overflow-x-auto max-sm:pb-1 sm:mx-0 sm:flex-wrap sm:px-0"
      >
        {wordFacets.map(chip)}
        <FilterChip
          label={filterLabels.fresh}
          values={withCounts(freshnessValues, counts?.fresh)}
          selected={search.fresh}
          onChange={(values) => change({ fresh: values.length > 0 ? values : null })}
          counting={counting}
        />
        <FilterChip
          label={filterLabels.stale}
          values={withCounts(staleValues, counts?.stale)}
          selected={search.stale ? [search.stale] : []}
          // One at a time: the last one ticked.
          onChange={(values) =>
            change({ stale: values.at(-1) === 'true' ? 'true' : values.at(-1) ? 'false' : null })
          }
          counting={counting}
        />
        <FilterChip
          label={filterLabels.expiring}
          values={withCounts(expiringValues, counts?.expiring)}
          selected={search.expiring ? [search.expiring] : []}
          onChange={(values) => change({ expiring: values.length > 0 ? 'true' : null })}
          counting={counting}
        />
        {search.holder.length > 0 ? (
          <FilterChip
            label={filterLabels.holder}
            values={search.holder.map((value) => ({ value, label: value }))}
            selected={search.holder}
            onChange={(values) => change({ holder: values.length > 0 ? values : null })}
          />
        ) : null}
        {isSortShown || search.sort === accountSearch.sort.defaultValue ? null : (
          <SetChip
            label="Sorted by:"
            words={sortWords[search.sort]}
            removeLabel="Remove the sort"
            onRemove={() => change({ sort: null })}
          />
        )}
        {setFilters(search).length > 0 ? (
          <Button size="sm" variant="ghost" className="max-sm:order-first" onClick={() => change(noFilters)}>
            Clear all
          </Button>
        ) : null}
      </div>
    </div>
  );
});
