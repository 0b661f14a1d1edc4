// Paging by position: the cursor says after which sort value and id the next page begins.
import 'server-only';
import { z } from 'zod';
import type { Page, Total } from '@/domain/page';
import { Prisma } from '@/server/db';
import { AppError } from '@/server/errors';
import { hasBadText } from '@/server/http/json';

/** One way to sort a list: by `key`, then by `id`, both in the same direction. */
export interface Order {
  /** As the query names it, "-" for descending; a cursor of another order is refused. */
  name: string;
  isDescending: boolean;
  kind: 'time' | 'text';
  /** Exactly the expression that the index is on, never null. */
  key: Prisma.Sql;
  id: Prisma.Sql;
  /** The key of the row with this id, for keys too long to travel in a cursor. */
  keyOf: (id: string) => Prisma.Sql;
  idType?: 'uuid' | 'bigint';
}

interface Position {
  /** Null: look it up by the id. */
  key: string | null;
  id: string;
}

/** Bytes of a sort value that a cursor carries; a bank's name may be longer than an address can be. */
const maxKeyBytes = 400;

const Cursor = z.strictObject({ o: z.string(), k: z.string().nullable(), i: z.string().min(1).max(255) });

/** The text of a cursor after a row; `key` is the row's value of the order's expression. */
export function cursorAfter(order: Order, key: Date | string, id: string): string {
  const text = typeof key === 'string' ? key : key.toISOString();
  const isLong = Buffer.byteLength(JSON.stringify(text)) > maxKeyBytes;
  const cursor: z.infer<typeof Cursor> = { o: order.name, k: isLong ? null : text, i: id };
  return Buffer.from(JSON.stringify(cursor)).toString('base64url');
}

/** `true`, or the condition that holds for the rows after the cursor. Throws invalid_request for a cursor not of this list. */
export function afterCursor(order: Order, cursor: string | undefined): Prisma.Sql {
  if (cursor === undefined) return Prisma.sql`true`;
  const position = readCursor(order, cursor);
  const key = position.key === null ? order.keyOf(position.id) : cast(order.kind, position.key);
  return after(order, key, position.id);
}

/** The condition that holds for the rows after the one with this id; its value is looked up, exact to the last digit. */
export function afterRow(order: Order, id: string): Prisma.Sql {
  return after(order, order.keyOf(id), id);
}

/** The same order, read from its end. */
export const reversed = (order: Order): Order => ({ ...order, isDescending: !order.isDescending });

function after(order: Order, key: Prisma.Sql, rowId: string): Prisma.Sql {
  const id = castId(order.idType, rowId);
  return order.isDescending
    ? Prisma.sql`(${order.key}, ${order.id}) < (${key}, ${id})`
    : Prisma.sql`(${order.key}, ${order.id}) > (${key}, ${id})`;
}

/** What stands behind `order by`. */
export function orderBy(order: Order): Prisma.Sql {
  return order.isDescending
    ? Prisma.sql`${order.key} desc, ${order.id} desc`
    : Prisma.sql`${order.key} asc, ${order.id} asc`;
}

/** A page of `limit` rows out of the `limit + 1` that were asked for. */
export function pageOf<Row, Shown>(
  rows: Row[],
  limit: number,
  total: Total,
  show: (row: Row) => Shown,
  cursorOf: (row: Row) => string,
): Page<Shown> {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? cursorOf(last) : null;
  return { data: shown.map(show), nextCursor, total };
}

/** Counting stops one row after this: more is told as "10,000 or more". */
export const countLimit = 10_000;

/** The total from a count that stopped at `countLimit + 1` rows. */
export function totalOf(counted: number): Total {
  return counted > countLimit ? { value: countLimit, exact: false } : { value: counted, exact: true };
}

function castId(type: Order['idType'], id: string): Prisma.Sql {
  if (type === 'uuid') return Prisma.sql`${id}::uuid`;
  return type === 'bigint' ? Prisma.sql`${id}::bigint` : Prisma.sql`${id}`;
}

function cast(kind: Order['kind'], key: string): Prisma.Sql {
  return kind === 'time' ? Prisma.sql`${key}::timestamptz` : Prisma.sql`${key}::text`;
}

function readCursor(order: Order, text: string): Position {
  const parsed = Cursor.safeParse(decode(text));
  const { o: name, k: key, i: id } = parsed.data ?? { o: null, k: null, i: '' };
  const isOurs =
    name === order.name &&
    isKey(order.kind, key) &&
    !hasBadText(id) &&
    (order.idType !== 'uuid' || z.uuid().safeParse(id).success) &&
    (order.idType !== 'bigint' || /^[0-9]{1,18}$/.test(id));
  if (isOurs) return { key, id };
  throw new AppError(
    'invalid_request',
    'This cursor does not belong to this list in this order. Begin again without it.',
    {
      errors: [{ path: 'cursor', message: 'Not a cursor of this list' }],
    },
  );
}

function isKey(kind: Order['kind'], key: string | null): boolean {
  if (key === null) return kind === 'text';
  if (kind === 'text') return !hasBadText(key);
  // Postgres knows no year 0; a list sorts rows without a time by the two infinities.
  const isTime = z.iso.datetime().safeParse(key).success && !key.startsWith('0000');
  return isTime || key === 'infinity' || key === '-infinity';
}

function decode(text: string): unknown {
  if (!/^[A-Za-z0-9_-]+$/.test(text)) return null;
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch (error) {
    // Not JSON is not a cursor: the caller says so to the asker.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
