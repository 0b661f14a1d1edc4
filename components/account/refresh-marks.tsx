// The mark of a refresh in a chart or a table: a shape, a colour and a word for each state.
import type { ReactNode } from 'react';
import { lengthText } from '@/components/activity/event-words';
import type { RefreshKind } from '@/domain/refresh';
import { type RefreshTry, tookMs } from '@/domain/refresh-history';

interface Mark {
  word: string;
  /** Around 0, 0; about 9 wide. */
  shape: ReactNode;
}

const hollow = { fill: 'var(--surface)', strokeWidth: 1.75 };
const unknown: Mark = {
  word: 'Another word of Stripe’s',
  shape: <path d="M0-5L5 0L0 5L-5 0Z" stroke="var(--quiet)" {...hollow} />,
};

/** Every kind that a refresh which was tried can be of; the others look unknown. */
export const refreshMarks: Record<RefreshKind, Mark> = {
  succeeded: { word: 'Succeeded', shape: <circle r={4} fill="var(--good)" /> },
  failed: {
    word: 'Failed',
    shape: <path d="M-4-4L4 4M4-4L-4 4" stroke="var(--bad)" strokeWidth={2.25} strokeLinecap="round" />,
  },
  pending: { word: 'Refreshing', shape: <circle r={4} stroke="var(--pending)" {...hollow} /> },
  no_answer: {
    word: 'No end seen',
    shape: <rect x={-4} y={-4} width={8} height={8} stroke="var(--warning)" {...hollow} />,
  },
  unknown,
  never: unknown,
  not_permitted: unknown,
};

/** "4 s", "3 min": how long a refresh took at most; null where its end was not seen. */
export function tookWords(attempt: RefreshTry): string | null {
  const ms = tookMs(attempt);
  if (ms === null) return null;
  return ms < 120_000 ? `${Math.round(ms / 1_000)} s` : lengthText(ms);
}

/** Beside its word. */
export function RefreshMarkIcon({ kind }: { kind: RefreshKind }) {
  return (
    <svg aria-hidden viewBox="-6 -6 12 12" className="size-3 shrink-0">
      {refreshMarks[kind].shape}
    </svg>
  );
}
