// Which accounts are selected: kept for this tab, so that a reload loses nothing; nobody else gets them with a link.
'use client';
import { useCallback, useEffect, useMemo, useState } from 'react';
import type { AccountRow } from '@/domain/account';
import { institutionText } from '@/domain/institution';
import type { Selection } from '../data-table/row-selection';
import { notify } from '../ui/toast';

const place = 'relink:accounts-selected';
/** As many as one sweep of clicks should act on. */
const mostSelected = 5_000;

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
      toggle: (rows, isOn) => {
        if (isOn) sayLeftOut(leftOut(ids, rows));
        change((before) => {
          const after = new Set(before);
          for (const { id } of rows) {
            if (!isOn) after.delete(id);
            else if (after.size < mostSelected) after.add(id);
          }
          return after;
        });
      },
      clear: () => change(() => new Set()),
      nameOf: ({ institutionName, displayName, last4 }) =>
        [institutionText(institutionName), displayName, last4 ? `••${last4}` : null]
          .filter(Boolean)
          .join(' '),
    }),
    [ids, change],
  );
}

/** How many of the rows find no place. */
function leftOut(ids: ReadonlySet<string>, rows: readonly AccountRow[]): number {
  const fresh = new Set(rows.map(({ id }) => id).filter((id) => !ids.has(id)));
  return Math.max(0, ids.size + fresh.size - mostSelected);
}

function sayLeftOut(count: number): void {
  if (count === 0) return;
  const few = count === 1 ? 'One is' : `${count.toLocaleString('en-US')} are`;
  notify({
    title: `No more than ${mostSelected.toLocaleString('en-US')} can be selected`,
    description: `${few} left out. Act on those that are selected first, then select the others.`,
  });
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
