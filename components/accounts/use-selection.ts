// Which accounts are selected: kept for this tab, so that a reload loses nothing; nobody else gets them with a link.
'use client';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { AccountRow } from '@/domain/account';
import { institutionText } from '@/domain/institution';
import type { Selection } from '../data-table/row-selection';

const place = 'relink:accounts-selected';
/** As many as one sweep of clicks should act on. */
export const mostSelected = 5_000;

export interface AccountSelection extends Selection<AccountRow> {
  ids: string[];
}

export function useSelection(): AccountSelection {
  const [ids, setIds] = useState<ReadonlySet<string>>(new Set<string>());
  // After the first paint: the server does not know them.
  useEffect(() => setIds(new Set(kept())), []);
  const change = useCallback((next: (ids: ReadonlySet<string>) => ReadonlySet<string>) => {
    setIds((before) => {
      const after = next(before);
      keep([...after]);
      return after;
    });
  }, []);
  return useMemo(
    () => ({
      ids: [...ids],
      count: ids.size,
      has: (id) => ids.has(id),
      toggle: (rows, isOn) =>
        change((before) => {
          const after = new Set(before);
          for (const { id } of rows) {
            if (!isOn) after.delete(id);
            else if (after.size < mostSelected) after.add(id);
          }
          return after;
        }),
      clear: () => change(() => new Set()),
      nameOf: ({ institutionName, displayName, last4 }) =>
        [institutionText(institutionName), displayName, last4 ? `••${last4}` : null]
          .filter(Boolean)
          .join(' '),
    }),
    [ids, change],
  );
}

function kept(): string[] {
  try {
    const said: unknown = JSON.parse(sessionStorage.getItem(place) ?? '[]');
    return Array.isArray(said) ? said.filter((id): id is string => typeof id === 'string') : [];
  } catch {
    return [];
  }
}

function keep(ids: string[]): void {
  try {
    sessionStorage.setItem(place, JSON.stringify(ids));
  } catch {
    // A browser that keeps nothing: the selection holds until the page goes.
  }
}
