// A link within the console that is read ahead when somebody is about to follow it, not when it is merely seen: the
// overview has some fifty of them.
'use client';
import NextLink from 'next/link';
import { type ComponentProps, type FocusEvent, type MouseEvent, useState } from 'react';

/** `prefetch` as Next has it, where a list decides for itself. */
export function Link({ prefetch, onMouseEnter, onFocus, ...rest }: ComponentProps<typeof NextLink>) {
  const [isNear, setIsNear] = useState(false);
  return (
    <NextLink
      {...rest}
      prefetch={prefetch ?? (isNear ? null : false)}
      onMouseEnter={(event: MouseEvent<HTMLAnchorElement>) => {
        setIsNear(true);
        onMouseEnter?.(event);
      }}
      onFocus={(event: FocusEvent<HTMLAnchorElement>) => {
        setIsNear(true);
        onFocus?.(event);
      }}
    />
  );
}
