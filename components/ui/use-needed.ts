// Fetches a part of the page that is needed now, and says so when it cannot be had.
'use client';
import { useEffect } from 'react';
import type { Later } from './later';
import { notifyError } from './toast';

/** Tells why a part did not come: for whoever pressed something and waits. */
export function sayNotLoaded(error: unknown): void {
  notifyError('This could not be opened', error);
}

/** Fetches the part as soon as `isNeeded`. */
export function useNeeded(part: Later<unknown>, isNeeded: boolean): void {
  useEffect(() => {
    if (isNeeded) part.load().catch(sayNotLoaded);
  }, [part, isNeeded]);
}
