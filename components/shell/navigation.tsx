// The pages of the console, with the counts that matter.
'use client';
import { useQuery } from '@tanstack/react-query';
import { usePathname } from 'next/navigation';
import { Link } from '@/components/ui/link';
import type { Overview } from '@/domain/overview';
import { overviewQuery, relinkableCount } from '../overview/overview-queries';
import { classNames } from '../ui/class-names';
import { Tooltip } from '../ui/tooltip';
import { type Place, places } from './places';

interface Count {
  of: (overview: Overview) => number;
  /** What it counts, for screen readers. */
  word: string;
}

const counts: Record<string, Count> = {
  '/accounts': { of: ({ total }) => total, word: 'linked' },
  '/relinks': { of: relinkableCount, word: 'accounts need a relink' },
};

/** `isFull` shows the words at every width (in the sheet); else they show from 1024 px. */
export function Navigation({ isFull = false, onGo }: { isFull?: boolean; onGo?: () => void }) {
  const pathname = usePathname();
  const { data: overview } = useQuery(overviewQuery());
  return (
    <nav aria-label="Pages" className="px-2">
      <ul className="flex flex-col gap-0.5">
        {places.map((place) => (
          <li key={place.href}>
            <PlaceLink
              place={place}
              isFull={isFull}
              isHere={place.href === '/' ? pathname === '/' : pathname.startsWith(place.href)}
              count={overview ? (counts[place.href]?.of(overview) ?? null) : null}
              onGo={onGo}
            />
          </li>
        ))}
      </ul>
    </nav>
  );
}

interface PlaceLinkProps {
  place: Place;
  isFull: boolean;
  isHere: boolean;
  count: number | null;
  onGo?: () => void;
}

function PlaceLink({ place, isFull, isHere, count, onGo }: PlaceLinkProps) {
  const wide = isFull ? '' : 'sr-only lg:not-sr-only';
  const link = (
    <Link
      href={place.href}
      onClick={onGo}
      aria-current={isHere ? 'page' : undefined}
      className={classNames(
        'flex h-8 items-center gap-2.5 rounded-md px-2.5 text-base',
        !isFull && 'max-lg:justify-center',
        isHere ? 'bg-selected font-medium text-text' : 'text-quiet hover:bg-hover hover:text-text',
      )}
    >
      <place.icon aria-hidden className={classNames('size-4 shrink-0', isHere && 'text-accent')} />
      <span className={wide}>{place.label}</span>
      {count === null ? null : (
        <span className={classNames('ml-auto text-xs font-normal text-faint', !isFull && 'max-lg:hidden')}>
          {count.toLocaleString('en-US')}
          <span className="sr-only"> {counts[place.href]?.word}</span>
        </span>
      )}
    </Link>
  );
  if (isFull) return link;
  return (
    <Tooltip text={place.label} side="right" when="narrow">
      {link}
    </Tooltip>
  );
}
