// A column of a list: how it looks, what stands in it, whether the server can sort by it.
import type { ReactNode } from 'react';

export interface ColumnHead {
  /** Its sort key too, where it can be sorted by. */
  id: string;
  header: ReactNode;
  /** What the dialog of columns calls it, where the head says less. */
  name?: string;
  /** Width in a wide table, as CSS: "16rem", "20%". */
  width: string;
}

export interface Column<Row> extends ColumnHead {
  cell: (row: Row) => ReactNode;
  align?: 'right';
  /** How the first press on its head sorts; none: it cannot be sorted by. */
  sorts?: 'asc' | 'desc';
  /** What its head sorts by, where that is not what stands in it. */
  sortHint?: string;
  /** Below 640 px a row is a small block of two columns: classes that place the cell, "hidden" to leave it out. */
  narrow?: string;
  /** A word before the value in the narrow block, where the head of the table is not seen. */
  narrowLabel?: string;
}

/** "-createdAt" in two: the column, and which way. */
export function sortOf(sort: string | undefined): { id: string; direction: 'asc' | 'desc' } | null {
  if (!sort) return null;
  return { id: sort.replace(/^-/, ''), direction: sort.startsWith('-') ? 'desc' : 'asc' };
}

/** Whether a head that is shown tells of this sort. */
export function isSortShown<Row>(columns: readonly Column<Row>[], sort: string): boolean {
  return columns.some(({ id, sorts }) => sorts !== undefined && id === sortOf(sort)?.id);
}

/** What the next press on a column's head asks for. */
export function nextSort<Row>(column: Column<Row>, sort: string | undefined): string {
  const now = sortOf(sort);
  const first = column.sorts ?? 'asc';
  const direction = now?.id !== column.id ? first : now.direction === 'asc' ? 'desc' : 'asc';
  return direction === 'desc' ? `-${column.id}` : column.id;
}
