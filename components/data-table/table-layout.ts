// How a person wants a table: which columns, in which order, how wide, how dense. It is kept in a cookie, so that the
// server's first paint is right already.
import type { Column, ColumnHead } from './column';

export type Density = 'compact' | 'comfortable';

export interface TableLayout {
  density: Density;
  /** Ids of columns that are not shown. */
  hidden: string[];
  /** Ids in their order; columns that it does not name keep their place behind. */
  order: string[];
  /** px by column id. */
  widths: Record<string, number>;
}

export const usualLayout: TableLayout = { density: 'compact', hidden: [], order: [], widths: {} };

/** px: never so narrow that it cannot be found again. */
export const [leastWidth, mostWidth] = [56, 640];

/** What a cookie says, as far as it is a layout: anything odd counts as not said. */
export function parseLayout(text: string | undefined): TableLayout {
  if (!text) return usualLayout;
  try {
    const said: unknown = JSON.parse(decodeURIComponent(text));
    if (typeof said !== 'object' || said === null) return usualLayout;
    const { density, hidden, order, widths } = said as Record<string, unknown>;
    return {
      density: density === 'comfortable' ? 'comfortable' : 'compact',
      hidden: wordsOf(hidden),
      order: wordsOf(order),
      widths: widthsOf(widths),
    };
  } catch {
    return usualLayout;
  }
}

/** For `document.cookie`; a year, for every page. */
export function layoutCookie(name: string, layout: TableLayout): string {
  return `${name}=${encodeURIComponent(JSON.stringify(layout))}; Path=/; Max-Age=31536000; SameSite=Lax`;
}

/** The columns that are shown, in their order and widths. The first one always stands first: it holds the link. */
export function arrange<Row>(columns: readonly Column<Row>[], layout: TableLayout): Column<Row>[] {
  return inOrder(columns, layout.order)
    .filter(({ id }, at) => at === 0 || !layout.hidden.includes(id))
    .map((column) => {
      const width = layout.widths[column.id];
      return width === undefined ? column : { ...column, width: `${width}px` };
    });
}

/** All columns in the layout's order, the first one first. */
export function inOrder<Each extends ColumnHead>(columns: readonly Each[], order: readonly string[]): Each[] {
  const [first, ...rest] = columns;
  if (!first) return [];
  const rank = ({ id }: Each) => (order.includes(id) ? order.indexOf(id) : order.length);
  return [first, ...rest.toSorted((a, b) => rank(a) - rank(b))];
}

/** A width that a column can have. */
export const heldWidth = (px: number): number => Math.round(Math.min(Math.max(px, leastWidth), mostWidth));

const wordsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((word): word is string => typeof word === 'string').slice(0, 50) : [];

function widthsOf(value: unknown): Record<string, number> {
  if (typeof value !== 'object' || value === null) return {};
  const pairs = Object.entries(value).filter(
    (pair): pair is [string, number] => typeof pair[1] === 'number' && Number.isFinite(pair[1]),
  );
  return Object.fromEntries(pairs.slice(0, 50).map(([id, px]) => [id, heldWidth(px)]));
}
