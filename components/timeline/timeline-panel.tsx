// What happened to the account, newest first, day by day: its status, other changes, events, reads, actions of operators, sessions.
'use client';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { parseAsNativeArrayOf, parseAsStringLiteral } from 'nuqs/server';
import { Fragment } from 'react';
import { timelineQuery } from '@/components/account/account-queries';
import { useFilterKey } from '@/components/data-table/filter-keys';
import { LoadMore } from '@/components/data-table/load-more';
import { MatchCount } from '@/components/data-table/match-count';
import { ToggleChip } from '@/components/relinks/toggle-chip';
import { ErrorState } from '@/components/ui/error-state';
import { Section } from '@/components/ui/section';
import { SkeletonLines } from '@/components/ui/skeleton';
import { StaleNote } from '@/components/ui/stale-note';
import { useQueryState } from '@/components/url-state';
import type { TimelineKind } from '@/domain/timeline';
import { DayHeading } from './day-heading';
import { TimelineItem } from './timeline-item';

const kindWords: Record<TimelineKind, string> = {
  status: 'Status',
  change: 'Other changes',
  event: 'Events',
  read: 'Reads',
  action: 'Actions',
  session: 'Sessions',
};
const kinds = Object.keys(kindWords) as TimelineKind[];
const kindsInUrl = parseAsNativeArrayOf(parseAsStringLiteral(kinds)).withDefault([]);

/** The line of time of one account, with its kinds to choose from. */
export function TimelinePanel({ id }: { id: string }) {
  const [chosen, setChosen] = useQueryState('kind', kindsInUrl);
  const query = useInfiniteQuery({ ...timelineQuery(id, chosen), placeholderData: keepPreviousData });
  const entries = query.data?.pages.flatMap((page) => page.data) ?? [];
  const total = query.data?.pages[0]?.total;
  const filterRow = useFilterKey();
  const toggle = (kind: TimelineKind, isOn: boolean) => {
    const next = isOn ? [...chosen, kind] : chosen.filter((each) => each !== kind);
    void setChosen(next.length > 0 ? next : null);
  };
  const chips = kinds.map((kind) => (
    <ToggleChip key={kind} isOn={chosen.includes(kind)} onChange={(isOn) => toggle(kind, isOn)}>
      {kindWords[kind]}
    </ToggleChip>
  ));
  return (
    <Section
      title="Timeline"
      count={
        total ? (
          <MatchCount total={total} isFiltered={chosen.length > 0} isStale={query.isPlaceholderData} />
        ) : null
      }
      aside={
        <div ref={filterRow} className="flex flex-wrap gap-1">
          {chips}
        </div>
      }
    >
      <StaleNote query={query} className="mb-3" />
      {query.data ? (
        <ol className="flex flex-col">
          {entries.map((entry, index) => (
            <Fragment key={entry.id}>
              <DayHeading at={entry.at} before={entries[index - 1]?.at ?? null} />
              <TimelineItem entry={entry} />
            </Fragment>
          ))}
        </ol>
      ) : query.error ? (
        <ErrorState
          error={query.error}
          what="The timeline"
          onRetry={() => void query.refetch()}
          pending={query.isFetching}
        />
      ) : (
        <SkeletonLines label="Reading the timeline" lines={6} />
      )}
      {query.data && entries.length === 0 ? <p className="text-sm text-quiet">{emptyWords(chosen)}</p> : null}
      {total && query.hasNextPage ? (
        <LoadMore shown={entries.length} total={total} noun="entry" plural="entries" query={query} />
      ) : null}
    </Section>
  );
}

function emptyWords(chosen: TimelineKind[]): string {
  if (chosen.length === 0) return 'Nothing has happened to this account since this console first saw it.';
  const words = chosen
    .map((kind) => (kind === 'status' ? 'changes of the status' : kindWords[kind].toLowerCase()))
    .join(' or ');
  return `No ${words} yet. Other kinds are filtered out.`;
}
