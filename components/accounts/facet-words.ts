// The words for filters and their values. What Stripe may add later is shown as Stripe's own word, in quotes.
import { expiringDays, mostFacetValues, type WordFacet } from '@/domain/account';
import { causeText } from '@/domain/account-state';
import { type FreshnessKind, freshnessKinds } from '@/domain/freshness';
import { institutionText } from '@/domain/institution';
import type { FacetValue } from '@/domain/page';
import { featureWords, refreshFeatures } from '@/domain/refresh';
import { categoryWord, permissionWord, subcategoryWord } from '../account/account-words';
import type { FilterValue } from '../data-table/filter-chip';
import type { AccountSortText, FilterName } from './account-search';

export const filterLabels: Record<FilterName, string> = {
  status: 'Status',
  cause: 'Cause',
  action: 'Mended by',
  institution: 'Institution',
  holder: 'Holder',
  category: 'Category',
  subcategory: 'Subcategory',
  permission: 'Permission',
  subscription: 'Subscription',
  refresh: 'Refresh',
  fresh: 'Freshness',
  stale: 'Last read',
  expiring: 'Expires',
  livemode: 'Mode',
  q: 'Search',
};

/** What comes first, in each order. */
export const sortWords: Record<AccountSortText, string> = {
  '-createdAt': 'Newest first',
  createdAt: 'Oldest first',
  institution: 'Institution',
  '-institution': 'Institution, Z to A',
  holder: 'Holder',
  '-holder': 'Holder, Z to A',
  status: 'Status',
  '-status': 'Status, Z to A',
  balanceAsOf: 'Oldest balance',
  '-balanceAsOf': 'Newest balance',
  expectedDeactivationAt: 'Expires soonest',
  '-expectedDeactivationAt': 'Expires last',
  readAt: 'Longest not read',
  '-readAt': 'Read last',
};

const words: Partial<Record<WordFacet, Record<string, string>>> = {
  status: { active: 'Active', inactive: 'Inactive', disconnected: 'Disconnected' },
  action: { relink_required: 'A relink', none: 'Nothing (action none)', not_given: 'Not told' },
  subscription: { transactions: 'Transactions, daily' },
};

const features: Partial<Record<string, string>> = featureWords;

const refreshWords: Record<string, string> = {
  never: 'Never refreshed',
  not_permitted: 'Not permitted',
  pending: 'Refreshing',
  no_answer: 'No answer from Stripe',
  succeeded: 'Succeeded',
  failed: 'Failed',
};

/** The word for one value of a filter. */
export function facetWord(facet: WordFacet, value: string): string {
  if (facet === 'institution') return institutionText(value);
  if (facet === 'category') return categoryWord(value);
  if (facet === 'subcategory') return subcategoryWord(value);
  if (facet === 'permission') return permissionWord(value);
  if (facet === 'cause') return value === 'not_given' ? 'Not told' : causeText(value).label;
  if (facet === 'refresh') {
    const [feature = '', status = ''] = value.split(':');
    return `${features[feature] ?? feature}: ${(refreshWords[status] ?? `“${status}”`).toLowerCase()}`;
  }
  return words[facet]?.[value] ?? `“${value}”`;
}

/** The values of a filter for its menu: those counted, and those chosen that count nothing now. */
export function facetValues(
  facet: WordFacet,
  counted: FacetValue[],
  selected: readonly string[],
): FilterValue[] {
  const known = new Set(counted.map(({ value }) => value));
  const all: { value: string; count?: number }[] = [
    ...counted,
    ...selected.filter((value) => !known.has(value)).map((value) => ({ value })),
  ];
  if (facet === 'refresh') all.sort((a, b) => featureRank(a.value) - featureRank(b.value));
  const isCut = facet === 'institution' && counted.length >= mostFacetValues;
  return all.map(({ value, count }) => ({
    value,
    count,
    heading: isCut ? `The ${mostFacetValues} largest; search for others` : undefined,
    label: facet === 'refresh' ? refreshChoice(value) : facetWord(facet, value),
    group: facet === 'refresh' ? features[value.split(':')[0] ?? ''] : undefined,
  }));
}

/** Balance, ownership, transactions; within one kind the order stays. */
function featureRank(value: string): number {
  return Object.keys(featureWords).indexOf(value.split(':')[0] ?? '');
}

function refreshChoice(value: string): string {
  const status = value.split(':')[1] ?? value;
  return refreshWords[status] ?? `“${status}”`;
}

const freshnessWords: Record<FreshnessKind, string> = {
  fresh: 'In target',
  late: 'Older than its target',
  never: 'No data yet',
};

export const freshnessValues: FilterValue[] = refreshFeatures.flatMap((feature) =>
  freshnessKinds.map((kind) => ({
    value: `${feature}:${kind}`,
    label: freshnessWords[kind],
    group: featureWords[feature],
  })),
);

/** Where Stripe expects access to end soon. */
export const expiringValues: FilterValue[] = [{ value: 'true', label: `Within ${expiringDays} days` }];

/** By when an account was read from Stripe last. */
export const staleValues: FilterValue[] = [
  { value: 'true', label: 'Not read for long' },
  { value: 'false', label: 'Read lately' },
];
