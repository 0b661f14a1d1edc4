// What every list of the console is built on: sorting by the server, and how a column looks.
import { metaHelper, rowSortingFeature, tableFeatures } from '@tanstack/react-table';

/** How a column looks, wide and narrow. */
export interface ColumnLook {
  /** Width in a wide table, as CSS: "16rem", "20%". */
  width: string;
  align?: 'right';
  /** Below 640 px a row is a small block of two columns: classes that place the cell, "hidden" to leave it out. */
  narrow?: string;
  /** A word before the value in the narrow block, where the head of the table is not seen. */
  narrowLabel?: string;
}

/** A column's id is its sort key where it can be sorted (give it an accessor; `sortDescFirst` for times). */
export const tableParts = tableFeatures({ rowSortingFeature, columnMeta: metaHelper<ColumnLook>() });
export type TableParts = typeof tableParts;
