// "f" takes the keyboard to the first filter of a page.
'use client';
import { type RefObject, useRef } from 'react';
import { usePageActions } from '../actions/page-actions';

/** Ref for what holds the filters; buttons of a search box in it are passed over. */
export function useFilterKey(): RefObject<HTMLDivElement | null> {
  const filters = useRef<HTMLDivElement>(null);
  usePageActions([
    {
      id: 'filter',
      label: 'Filter',
      group: 'List',
      keys: 'f',
      run: () => filters.current?.querySelector<HTMLElement>('button:not(search button)')?.focus(),
    },
  ]);
  return filters;
}
