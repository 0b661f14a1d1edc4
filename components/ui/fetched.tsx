// A part of a page that is fetched when it is first shown. Where it cannot be, the page stays and says so.
'use client';
import { type ComponentType, type ReactNode, useEffect, useState } from 'react';
import { Button } from './button';

/** `fetched(() => import('./chart').then(({ Chart }) => Chart))`: written once per module; `meanwhile` stands in its place. */
export function fetched<Props extends object>(
  fetchPart: () => Promise<ComponentType<Props>>,
  meanwhile: ReactNode = null,
): ComponentType<Props> {
  let kept: ComponentType<Props> | null = null;
  return function Fetched(props: Props) {
    const [Part, setPart] = useState(() => kept);
    const [tries, setTries] = useState(0);
    const [failedTry, setFailedTry] = useState<number | null>(null);
    useEffect(() => {
      if (Part) return;
      let isGone = false;
      fetchPart().then(
        (found) => {
          kept = found;
          if (!isGone) setPart(() => found);
        },
        (error: unknown) => {
          console.warn('A part of the page did not load', error);
          if (!isGone) setFailedTry(tries);
        },
      );
      return () => {
        isGone = true;
      };
    }, [Part, tries]);
    const hasFailed = failedTry === tries;
    useEffect(() => {
      if (!hasFailed) return;
      const again = () => setTries((before) => before + 1);
      addEventListener('online', again);
      return () => removeEventListener('online', again);
    }, [hasFailed]);
    if (Part) return <Part {...props} />;
    if (!hasFailed) return meanwhile;
    return (
      <p role="alert" className="flex flex-wrap items-center gap-2 text-sm text-quiet">
        This part of the page could not be loaded. The rest works.
        <Button size="sm" onClick={() => setTries(tries + 1)}>
          Try again
        </Button>
      </p>
    );
  };
}
