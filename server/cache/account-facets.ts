// How many accounts each value of each filter would leave, every facet counted under the other filters.
import 'server-only';
import {
  type AccountFacets,
  type ChoiceFacet,
  choiceFacets,
  mostFacetValues,
  type WordFacet,
  wordFacets,
} from '@/domain/account';
import { AccountFilters, notGiven } from '@/domain/account-query';
import type { FacetValue } from '@/domain/page';
import { type RefreshFeature, refreshFeatures } from '@/domain/refresh';
import { type Db, Prisma } from '@/server/db';
import { accountConditions, type FilterTimes, pendingSince, refreshColumns } from './list/account-filter';
import { staleBefore } from './list/account-times';
import { isPermitted } from './list/permitted';
import { stripeNow } from './stripe-now';

interface Counted {
  facet: WordFacet | ChoiceFacet;
  value: string;
  counted: number;
}

/** One thing to count by: a value per account, null where it counts nowhere. */
interface Column {
  facet: WordFacet;
  value: Prisma.Sql;
}

const word = (column: Prisma.Sql) =>
  Prisma.sql`coalesce(${column}, case when a.status = 'inactive' then ${notGiven}::text end)`;

const plainColumns: Column[] = [
  { facet: 'status', value: Prisma.sql`a.status` },
  { facet: 'cause', value: word(Prisma.sql`a.cause`) },
  { facet: 'action', value: word(Prisma.sql`a.action`) },
  { facet: 'institution', value: Prisma.sql`a.institution_name` },
  { facet: 'category', value: Prisma.sql`a.category` },
  { facet: 'subcategory', value: Prisma.sql`a.subcategory` },
];

const listColumns: Column[] = [
  { facet: 'permission', value: Prisma.sql`a.permissions` },
  { facet: 'subscription', value: Prisma.sql`a.subscriptions` },
];

const choiceNames: ChoiceFacet[] = ['fresh', 'stale', 'expiring'];

/** Words by how many hold them, a chosen one that nothing holds any more with 0; choices all, in the order of their menus. */
export async function countFacets(db: Db, filters: AccountFilters, now?: number): Promise<AccountFacets> {
  const times = { now: now ?? (await stripeNow(db)), staleBefore: staleBefore() };
  const columns = [...plainColumns, ...refreshFeatures.map((feature) => refreshColumn(feature, times.now))];
  const isFree = ({ facet }: Column) => !isChosen(filters[facet]);
  const under = (facet?: WordFacet | ChoiceFacet) => accountConditions(filters, times, facet);
  const held = wordFacets.filter((facet) => isChosen(filters[facet]));
  // Facets without a choice of their own stand under the same filters: one pass over the accounts counts them all.
  const passes = [
    countColumns(db, columns.filter(isFree), under()),
    ...held.map((facet) =>
      countColumns(
        db,
        columns.filter((column) => column.facet === facet),
        under(facet),
      ),
    ),
    ...listColumns.map((column) => countLists(db, column, under(column.facet))),
    countChoices(
      db,
      choiceNames.filter((facet) => !isChosen(filters[facet])),
      under(),
      times,
    ),
    ...choiceNames
      .filter((facet) => isChosen(filters[facet]))
      .map((facet) => countChoices(db, [facet], under(facet), times)),
  ];
  return byFacet((await Promise.all(passes)).flat(), filters);
}

function refreshColumn(feature: RefreshFeature, now: number): Column {
  const { status, attemptedAt } = refreshColumns[feature];
  const value = Prisma.sql`${`${feature}:`}::text || case
    when ${status} is null then case when ${isPermitted(feature)} then 'never' else 'not_permitted' end
    when ${status} = 'pending' and ${attemptedAt} < ${pendingSince(now)} then 'no_answer'
    else ${status} end`;
  return { facet: 'refresh', value };
}

async function countColumns(db: Db, columns: Column[], conditions: Prisma.Sql): Promise<Counted[]> {
  if (columns.length === 0) return [];
  const names = columns.map((_, index) => Prisma.raw(`f${index}`));
  const values = columns.map(({ value }, index) => Prisma.sql`${value} as ${Prisma.raw(`f${index}`)}`);
  const sets = names.map((name) => Prisma.sql`(${name})`);
  const cases = names.map((name, index) => Prisma.sql`when grouping(${name}) = 0 then ${index}::int`);
  const rows = await db.$queryRaw<{ column: number; value: string; counted: number }[]>`
    select "column", value, counted from (
      select case ${Prisma.join(cases, ' ')} end as "column", coalesce(${Prisma.join(names)}) as value,
        count(*)::int as counted,
        row_number() over (partition by grouping(${Prisma.join(names)})
          order by count(*) desc, coalesce(${Prisma.join(names)})) as place
      from (select ${Prisma.join(values)} from accounts a where ${conditions}) as matching
      group by grouping sets (${Prisma.join(sets)})
    ) as counts where value is not null and place <= ${mostFacetValues + 1}
    order by counted desc, value`;
  return rows.flatMap(({ column, value, counted }) => {
    const facet = columns[column]?.facet;
    return facet ? [{ facet, value, counted }] : [];
  });
}

async function countLists(db: Db, column: Column, conditions: Prisma.Sql): Promise<Counted[]> {
  const rows = await db.$queryRaw<{ value: string; counted: number }[]>`
    select item as value, count(*)::int as counted
    from accounts a cross join lateral unnest(${column.value}) as item
    where ${conditions} group by item order by 2 desc, 1 limit ${mostFacetValues}`;
  return rows.map((row) => ({ facet: column.facet, ...row }));
}

const isChosen = (value: string | readonly string[] | undefined) => value !== undefined && value.length > 0;

/** Each choice is counted by the very condition that the list has for it. */
async function countChoices(
  db: Db,
  facets: ChoiceFacet[],
  conditions: Prisma.Sql,
  times: FilterTimes,
): Promise<Counted[]> {
  const choices = facets.flatMap((facet) => choiceFacets[facet].map((value) => ({ facet, value })));
  if (choices.length === 0) return [];
  const counts = choices.map(({ facet, value }) => {
    const chosen = AccountFilters.parse({ [facet]: facet === 'fresh' ? [value] : value });
    return Prisma.sql`count(*) filter (where ${accountConditions(chosen, times)})::int`;
  });
  const [row] = await db.$queryRaw<{ counted: number[] }[]>`
    select array[${Prisma.join(counts)}] as counted from accounts a where ${conditions}`;
  return choices.map((choice, index) => ({ ...choice, counted: row?.counted[index] ?? 0 }));
}

function byFacet(counted: Counted[], filters: AccountFilters): AccountFacets {
  const valuesOf = (facet: WordFacet | ChoiceFacet): FacetValue[] =>
    counted
      .filter((row) => row.facet === facet)
      .slice(0, mostFacetValues)
      .map(({ value, counted: count }) => ({ value, count }));
  const wordsOf = (facet: WordFacet): FacetValue[] => {
    const found = valuesOf(facet);
    const known = new Set(found.map(({ value }) => value));
    const gone = [...new Set(filters[facet])].filter((value) => !known.has(value));
    return [...found, ...gone.map((value) => ({ value, count: 0 }))];
  };
  return {
    status: wordsOf('status'),
    cause: wordsOf('cause'),
    action: wordsOf('action'),
    institution: wordsOf('institution'),
    category: wordsOf('category'),
    subcategory: wordsOf('subcategory'),
    permission: wordsOf('permission'),
    subscription: wordsOf('subscription'),
    refresh: wordsOf('refresh'),
    fresh: valuesOf('fresh'),
    stale: valuesOf('stale'),
    expiring: valuesOf('expiring'),
  };
}
