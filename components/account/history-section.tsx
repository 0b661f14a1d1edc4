// The frame of a history: its span to choose, a chart with one line of words below, the figures behind. Its place is kept
// from the first paint on, whatever comes: a chart, words in its stead, or nothing yet.
'use client';
import { type ReactNode, useId, useState } from 'react';
import { ToggleChip } from '@/components/relinks/toggle-chip';
import { Button } from '@/components/ui/button';
import { classNames } from '@/components/ui/class-names';
import { ErrorState } from '@/components/ui/error-state';
import { Section } from '@/components/ui/section';
import { Skeleton } from '@/components/ui/skeleton';

const spans = [
  ['30 d', 30],
  ['1 y', 365],
  ['All', null],
] as const;

/** The chosen span in days, null for all of it, and the moment at which it begins. */
export function useSpan() {
  const [days, setDays] = useState<number | null>(null);
  const [openedAt] = useState(() => Date.now());
  const from = days === null ? null : new Date(openedAt - days * 86_400_000).toISOString();
  return { days, setDays, from };
}

interface HistorySectionProps {
  title: string;
  /** What is being read: "the balance history". */
  what: string;
  span: ReturnType<typeof useSpan>;
  /** Chips before those of the span. */
  choices?: ReactNode;
  query: { error: Error | null; isFetching: boolean; refetch: () => unknown };
  /** Its height as a class: that of the chart. */
  height: string;
  /** The chart, or words in its place; null while nothing has come. */
  chart: ReactNode;
  note: ReactNode;
  /** Null: there are none to show. */
  figures: ReactNode;
}

export function HistorySection({
  title,
  what,
  span: { days, setDays },
  choices,
  query,
  height,
  chart,
  note,
  figures,
}: HistorySectionProps) {
  const chips = spans.map(([word, span]) => (
    <ToggleChip key={word} isOn={span === days} onChange={() => setDays(span)}>
      {word}
    </ToggleChip>
  ));
  return (
    <Section
      title={title}
      aside={
        // As wide as two currencies and the spans: a currency of the past that comes late moves nothing.
        <span className="flex w-60 flex-wrap justify-end gap-1">
          {choices}
          {chips}
        </span>
      }
    >
      <div className={classNames('flex flex-col justify-center', height)}>
        {chart ??
          (query.error ? (
            <ErrorState
              error={query.error}
              what={what.charAt(0).toUpperCase() + what.slice(1)}
              onRetry={() => void query.refetch()}
              pending={query.isFetching}
            />
          ) : (
            <ChartSpace what={query.isFetching ? what : null} />
          ))}
      </div>
      <Foot note={note} figures={figures} what={what} />
    </Section>
  );
}

/** Two lines of words at most, and the way to the figures. */
function Foot({ note, figures, what }: { note: ReactNode; figures: ReactNode; what: string }) {
  const figuresId = useId();
  const [isOpen, setIsOpen] = useState(false);
  const areShown = isOpen && figures !== null;
  return (
    <>
      <div className="mt-1.5 flex min-h-8 items-start justify-between gap-x-3">
        <div className="min-w-0 pt-1.5 text-xs text-faint">{note}</div>
        {figures === null ? null : (
          <Button
            size="sm"
            variant="ghost"
            className="-mr-2"
            aria-label={`${areShown ? 'Hide' : 'Show'} figures of ${what}`}
            aria-expanded={areShown}
            aria-controls={areShown ? figuresId : undefined}
            onClick={() => setIsOpen(!areShown)}
          >
            {areShown ? 'Hide figures' : 'Show figures'}
          </Button>
        )}
      </div>
      {areShown ? <div id={figuresId}>{figures}</div> : null}
    </>
  );
}

/** Words where a chart would have nothing to draw. */
export function ChartWords({ children }: { children: ReactNode }) {
  return (
    <p className="flex h-full items-center justify-center rounded-md bg-sunken px-6 text-center text-sm text-quiet">
      {children}
    </p>
  );
}

/** A line where the chart will stand; `what` only while it is being read. */
export function ChartSpace({ what = null }: { what?: string | null }) {
  return (
    <div role={what ? 'status' : undefined} className="flex h-full items-end pb-6">
      {what ? <span className="sr-only">Reading {what}…</span> : null}
      <Skeleton className="h-px w-full" />
    </div>
  );
}
