// The object as Stripe sent it, without secrets: folded away, copyable.
'use client';
import { ChevronRight } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { CopyButton } from '@/components/ui/copy-button';

/** Where links to the raw object lead; such a link opens it. */
const anchor = 'raw';

/** `what` names the object for the labels. */
export function RawJson({ value, what, apiVersion }: { value: unknown; what: string; apiVersion: string }) {
  const [isOpen, setIsOpen] = useState(false);
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const openIfMeant = () => {
      if (location.hash !== `#${anchor}` || !details.current) return;
      details.current.open = true;
      details.current.scrollIntoView();
    };
    openIfMeant();
    addEventListener('hashchange', openIfMeant);
    return () => removeEventListener('hashchange', openIfMeant);
  }, []);
  // A large object is written out only when it is looked at.
  const text = isOpen ? JSON.stringify(value, null, 2) : '';
  return (
    <details
      ref={details}
      id={anchor}
      className="group border-t border-border py-4"
      onToggle={(event) => setIsOpen(event.currentTarget.open)}
    >
      <summary className="flex w-fit list-none items-center gap-1 text-base font-semibold [&::-webkit-details-marker]:hidden">
        <ChevronRight aria-hidden className="size-4 transition-transform group-open:rotate-90" />
        <span className="whitespace-nowrap">Raw object</span>
        <span className="pl-1 text-sm font-normal whitespace-normal text-faint">
          API version {apiVersion}, secrets cut out
        </span>
      </summary>
      <div className="relative mt-2.5">
        <section
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
          tabIndex={0}
          aria-label={`Raw ${what} object`}
          className="max-h-128 overflow-auto rounded-md border border-border bg-sunken"
        >
          <pre className="p-3 pr-10 font-mono text-xs">{text}</pre>
        </section>
        <CopyButton text={text} label={`Copy raw ${what}`} className="absolute top-2 right-2 bg-sunken" />
      </div>
    </details>
  );
}
