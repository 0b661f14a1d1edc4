// How many rows of a list each value of its filters would leave.
import 'server-only';
import type { FacetValue } from '@/domain/page';
import { type Db, Prisma } from '@/server/db';
import { countLimit, totalOf } from './keyset';

/**
 * Each value's total is the list's own count: `rowsOf` tells the rows of the list ("events e where …") with one filter set to
 * one value and the others as they are. One query; each count stops where the list's total does.
 */
export async function countValues<Facet extends string>(
  db: Db,
  values: Record<Facet, readonly string[]>,
  rowsOf: (facet: Facet, value: string) => Prisma.Sql,
): Promise<Record<Facet, FacetValue[]>> {
  const facets = Object.keys(values) as Facet[];
  const all = facets.flatMap((facet) => [...new Set(values[facet])].map((value) => ({ facet, value })));
  const counts = all.map(
    ({ facet, value }) =>
      Prisma.sql`(select count(*)::int from (select 1 from ${rowsOf(facet, value)} limit ${countLimit + 1}) as matching)`,
  );
  const [row] =
    all.length === 0
      ? []
      : await db.$queryRaw<{ counted: number[] }[]>`select array[${Prisma.join(counts)}] as counted`;
  const counted = all.map(({ facet, value }, index) => {
    const { value: count, exact } = totalOf(row?.counted[index] ?? 0);
    return { facet, counted: { value, count, ...(exact ? {} : { isMore: true as const }) } };
  });
  const valuesOf = (facet: Facet): FacetValue[] =>
    counted.filter((each) => each.facet === facet).map((each) => each.counted);
  return Object.fromEntries(facets.map((facet) => [facet, valuesOf(facet)])) as Record<Facet, FacetValue[]>;
}
