// The layout of a table: as the cookie said when the page was made, then as it is changed here.
'use client';
import { useCallback, useState } from 'react';
import { layoutCookie, type TableLayout } from './table-layout';

/** `[layout, change]`; a change is kept in the cookie of that name. */
export function useTableLayout(cookieName: string, first: TableLayout) {
  const [layout, setLayout] = useState(first);
  const change = useCallback(
    (next: TableLayout) => {
      setLayout(next);
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and Safari
      document.cookie = layoutCookie(cookieName, next);
    },
    [cookieName],
  );
  return [layout, change] as const;
}
