// Whether a part of the page has been in sight: what is below the window is read when somebody comes near.
'use client';
import { type RefObject, useEffect, useState } from 'react';

/** True from the moment on at which `frame` is near the window. */
export function useSeen(frame: RefObject<HTMLElement | null>): boolean {
  const [isSeen, setIsSeen] = useState(false);
  useEffect(() => {
    if (isSeen || !frame.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setIsSeen(true);
      },
      { rootMargin: '200px' },
    );
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [isSeen, frame]);
  return isSeen;
}
