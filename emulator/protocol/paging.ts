// Lists: newest first, cursors by id, an exact has_more in either direction.
import { Failure, noSuch } from '@/emulator/protocol/failure';
import { anInteger, aString, type Range } from '@/emulator/protocol/parameters';
import type { Query } from '@/emulator/store';

/** The parameters that every list takes. */
export const pageParameters = {
  limit: anInteger({ least: 1, most: 100 }),
  starting_after: aString(),
  ending_before: aString(),
};

interface PageRequest {
  limit?: number | undefined;
  starting_after?: string | undefined;
  ending_before?: string | undefined;
}

/** Stripe's list object. */
export interface Page {
  object: 'list';
  data: unknown[];
  has_more: boolean;
  url: string;
}

interface PageQuery<R> {
  query: Query;
  /** A table or a select in brackets, with an `id`. */
  table: string;
  order: readonly { column: string; type: string }[];
  where: string[];
  values: unknown[];
  range?: { column: string; value: Range | undefined };
  page: PageRequest;
  /** What the cursor names, for the refusal. */
  thing: string;
  url: string;
  render: (rows: R[]) => Promise<unknown[]> | unknown[];
}

const operators = { gt: '>', gte: '>=', lt: '<', lte: '<=', equal: '=' } as const;

/** One page by keyset: never an offset, so any depth costs the same. */
export async function pageOf<R extends Record<string, unknown>>(request: PageQuery<R>): Promise<Page> {
  const { query, table, order, page } = request;
  const limit = page.limit ?? 10;
  const back = page.ending_before !== undefined;
  const values = [...request.values];
  const where = [...request.where];
  const cursor = await cursorOf(request);
  if (cursor !== null) {
    const names = order.map(({ column }) => column).join(', ');
    const bound = cursor.map((value, index) => `$${values.push(value)}::${order[index]?.type}`);
    where.push(`(${names}) ${back ? '>' : '<'} (${bound.join(', ')})`);
  }
  for (const [name, operator] of Object.entries(operators)) {
    const value = request.range?.value?.[name as keyof typeof operators];
    if (value !== undefined) where.push(`${request.range?.column} ${operator} $${values.push(value)}`);
  }
  const direction = back ? 'asc' : 'desc';
  const rows = await query<R>(
    `select * from ${table} listed where ${where.join(' and ')}
     order by ${order.map(({ column }) => `${column} ${direction}`).join(', ')} limit $${values.push(limit + 1)}`,
    values,
  );
  const kept = rows.slice(0, limit);
  if (back) kept.reverse();
  return {
    object: 'list',
    data: await request.render(kept),
    has_more: rows.length > limit,
    url: request.url,
  };
}

async function cursorOf<R>(request: PageQuery<R>): Promise<unknown[] | null> {
  const { page, order, table, where, values } = request;
  checkCursors(page);
  const id = page.starting_after ?? page.ending_before;
  if (id === undefined) return null;
  const columns = order.map(({ column }) => column);
  const [row] = await request.query(
    `select ${columns.join(', ')} from ${table} listed where ${[...where, `id = $${values.length + 1}`].join(' and ')}`,
    [...values, id],
  );
  if (row === undefined) throw unknownCursor(page, request.thing, id);
  return columns.map((column) => row[column]);
}

function checkCursors(page: PageRequest): void {
  if (page.starting_after === undefined || page.ending_before === undefined) return;
  throw new Failure('You may only specify one of these parameters: starting_after, ending_before.', {
    code: 'parameters_exclusive',
    param: 'ending_before',
  });
}

function unknownCursor(page: PageRequest, thing: string, id: string): Failure {
  return noSuch(thing, id, page.starting_after === undefined ? 'ending_before' : 'starting_after');
}

/** One page of a short list that is already in memory, newest (first) to last. */
export function pageOfArray<T extends { id: string }>(
  items: readonly T[],
  page: PageRequest,
  thing: string,
  url: string,
): Page {
  checkCursors(page);
  const limit = page.limit ?? 10;
  const cursor = page.starting_after ?? page.ending_before;
  const at = items.findIndex((item) => item.id === cursor);
  if (cursor !== undefined && at < 0) throw unknownCursor(page, thing, cursor);
  if (page.ending_before !== undefined) {
    const start = Math.max(0, at - limit);
    return { object: 'list', data: items.slice(start, at), has_more: start > 0, url };
  }
  const start = cursor === undefined ? 0 : at + 1;
  return {
    object: 'list',
    data: items.slice(start, start + limit),
    has_more: items.length > start + limit,
    url,
  };
}
