// Whether a part of the page has been in sight: what is below the window is read when somebody comes to it.
'use client';
import { type RefObject, useEffect, useState } from 'react';

/** True from the moment on at which half of `frame` is in the window: a mere edge of it would cost every visit a chart. */
export function useSeen(frame: RefObject<HTMLElement | null>): boolean {
  const [isSeen, setIsSeen] = useState(false);
  useEffect(() => {
    if (isSeen || !frame.current) return;
    const observer = new IntersectionObserver(
      (entries) => {
        if (entries.some(({ isIntersecting }) => isIntersecting)) setIsSeen(true);
      },
      { threshold: 0.5 },
    );
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, [isSeen, frame]);
  return isSeen;
}
