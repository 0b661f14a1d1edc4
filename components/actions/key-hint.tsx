// The keys of an action, each as a key.
'use client';
import { Fragment } from 'react';
import { classNames } from '../ui/class-names';
import { keyWords, useIsMac } from './key-words';

/** `hasWords`: "then" stands between two keys that are pressed one after the other. */
export function KeyHint({
  keys,
  hasWords = false,
  className,
}: {
  keys: string;
  hasWords?: boolean;
  className?: string;
}) {
  const isMac = useIsMac();
  return (
    <span
      className={classNames(
        'inline-flex shrink-0 items-center gap-1 text-xs text-faint',
        // It takes its place before it can be told, so that nothing moves.
        isMac === null && 'invisible',
        className,
      )}
    >
      {keyWords(keys, isMac ?? false).map((step, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the steps of a sequence never change their order
        <Fragment key={at}>
          {at > 0 ? <span className={hasWords ? undefined : 'sr-only'}>then</span> : null}
          {step.map((word) => (
            <kbd
              key={word}
              className="inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-border bg-sunken px-1 font-mono text-xs text-quiet"
            >
              {word}
            </kbd>
          ))}
        </Fragment>
      ))}
    </span>
  );
}
