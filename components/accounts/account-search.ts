// What the list of accounts is asked for, as it stands in the page's address: the same names as the API's.
import { createParser, type inferParserType, parseAsNativeArrayOf, parseAsStringLiteral } from 'nuqs/server';
import type { AccountFilters, AccountSort, RepeatableFilter } from '@/domain/account-query';

const sortKeys = [
  'createdAt',
  'institution',
  'holder',
  'status',
  'balanceAsOf',
  'readAt',
  'expectedDeactivationAt',
] as const satisfies readonly AccountSort[];

const sorts = sortKeys.flatMap((key) => [key, `-${key}`] as const);
export type AccountSortText = (typeof sorts)[number];

// What is too long or of another form is dropped, so that a mangled link still shows a list.
const word = createParser({ parse: (text) => (text && text.length <= 200 ? text : null), serialize: String });
const refreshWord = createParser({
  parse: (text) => (/^(balance|ownership|transactions):[a-z_]{1,40}$/.test(text) ? text : null),
  serialize: String,
});
const freshWord = createParser({
  parse: (text) => (/^(balance|ownership|transactions):(fresh|late|never)$/.test(text) ? text : null),
  serialize: String,
});
const words = parseAsNativeArrayOf(word).withDefault([]);

/** Parsers for nuqs, in the browser and on the server. */
export const accountSearch = {
  status: words,
  cause: words,
  action: words,
  institution: words,
  holder: words,
  category: words,
  subcategory: words,
  permission: words,
  subscription: words,
  refresh: parseAsNativeArrayOf(refreshWord).withDefault([]),
  fresh: parseAsNativeArrayOf(freshWord).withDefault([]),
  stale: parseAsStringLiteral(['true', 'false'] as const),
  expiring: parseAsStringLiteral(['true'] as const),
  livemode: parseAsStringLiteral(['true', 'false'] as const),
  q: word.withDefault(''),
  sort: parseAsStringLiteral(sorts).withDefault('-createdAt'),
};
export type AccountSearch = inferParserType<typeof accountSearch>;

/** The filters alone, as the API's readers take them; empty ones are left out. */
export function filtersOf({
  sort: _sort,
  stale,
  expiring,
  livemode,
  q,
  ...lists
}: AccountSearch): AccountFilters {
  return {
    ...lists,
    ...(stale ? { stale } : {}),
    ...(expiring ? { expiring } : {}),
    ...(livemode ? { livemode } : {}),
    ...(q.trim() ? { q: q.trim() } : {}),
  };
}

type SingleFilter = 'stale' | 'expiring' | 'livemode';
export type FilterName = RepeatableFilter | SingleFilter | 'q';

const filterNames = [
  'status',
  'cause',
  'action',
  'institution',
  'holder',
  'category',
  'subcategory',
  'permission',
  'subscription',
  'refresh',
  'fresh',
  'stale',
  'expiring',
  'livemode',
  'q',
] as const satisfies readonly FilterName[];
const singleFilters: readonly FilterName[] = ['stale', 'expiring', 'livemode'] satisfies SingleFilter[];

/** Which filters are set. */
export function setFilters(search: AccountSearch): FilterName[] {
  return filterNames.filter((name) => (search[name]?.length ?? 0) > 0);
}

/** The same question without one filter. */
export function withoutFilter(search: AccountSearch, name: FilterName): AccountSearch {
  const nothing = name === 'q' ? '' : singleFilters.includes(name) ? null : [];
  return { ...search, [name]: nothing };
}

/** For nuqs: every filter removed, the sort kept. */
export const noFilters = Object.fromEntries(filterNames.map((name) => [name, null])) as Record<
  FilterName,
  null
>;
