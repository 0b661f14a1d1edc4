// Why one account is as old as it is: its last proof, what waits to be read, what was heard last.
'use client';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { accountTitle } from '@/components/account/account-words';
import { sourceWord } from '@/components/account/history-words';
import { problemOf } from '@/components/api';
import { Button } from '@/components/ui/button';
import { Definition, DefinitionList } from '@/components/ui/definition-list';
import { Link } from '@/components/ui/link';
import { ProblemNote } from '@/components/ui/problem-note';
import { SkeletonLines } from '@/components/ui/skeleton';
import { ExactTime, Time } from '@/components/ui/time';
import { eventWords } from '@/domain/event';
import type { AccountFreshness } from '@/domain/freshness';
import { accountFreshnessQuery } from './activity-queries';

export function AccountFreshnessPanel({ id, onDrop }: { id: string; onDrop: () => void }) {
  const { data, error, refetch, isFetching } = useQuery(accountFreshnessQuery(id));
  return (
    <section
      aria-label="Why this account is as old as it is"
      className="border-b border-border bg-sunken px-4 py-3 sm:px-6"
    >
      <div className="mb-1.5 flex items-start justify-between gap-3">
        <h2 className="min-w-0 text-base font-semibold [overflow-wrap:anywhere]">
          {data ? (
            <Link href={`/accounts/${id}`} className="text-accent underline-offset-2 hover:underline">
              {accountTitle(data)}
            </Link>
          ) : (
            id
          )}
        </h2>
        <Button size="sm" variant="ghost" icon={<X aria-hidden className="size-3.5" />} onClick={onDrop}>
          All accounts
        </Button>
      </div>
      {data ? (
        <Facts freshness={data} />
      ) : error ? (
        <ProblemNote problem={problemOf(error)}>
          <Button size="sm" className="mt-1" pending={isFetching} onClick={() => void refetch()}>
            Try again
          </Button>
        </ProblemNote>
      ) : (
        <SkeletonLines label="Reading what is known of the account" lines={3} />
      )}
    </section>
  );
}

function Facts({ freshness }: { freshness: AccountFreshness }) {
  const { readAt, source, isStale, staleAfterHours, evidenceAt, lastEvent } = freshness;
  return (
    <DefinitionList className="max-w-4xl">
      <Definition name="Our copy">
        {sourceWord(source)} <Time at={readAt} />
        {isStale ? (
          <span className="text-warning"> · older than {staleAfterHours} h: a sweep reads it again</span>
        ) : null}
      </Definition>
      <Definition name="True at Stripe">
        <ExactTime at={evidenceAt} />, proven to the second
      </Definition>
      <Definition name="Waits">
        <Waiting freshness={freshness} />
      </Definition>
      <Definition name="Last event">
        {lastEvent ? (
          <>
            <Link
              href={`/activity/events/${lastEvent.id}`}
              className="text-accent underline-offset-2 hover:underline"
            >
              {eventWords(lastEvent.type)}
            </Link>{' '}
            <Time at={lastEvent.receivedAt} />
          </>
        ) : (
          <span className="text-quiet">No event about this account was received</span>
        )}
      </Definition>
    </DefinitionList>
  );
}

function Waiting({ freshness }: { freshness: AccountFreshness }) {
  const { waiting, nextRead, givenUpRead, dueEvents, deadEvents, staleAnswerSince, status } = freshness;
  const lines: [string, ReactNode][] = [];
  if (waiting) {
    const events =
      waiting.count === 1 ? 'One event waits' : `${waiting.count.toLocaleString('en-US')} events wait`;
    lines.push([
      'waiting',
      <>
        {events} for a read of it, since <Time at={waiting.since} />
      </>,
    ]);
  }
  if (nextRead) {
    lines.push([
      'next',
      <>
        A read is queued for <Time at={nextRead.at} />
        {nextRead.attempts > 0 ? `, after ${nextRead.attempts} that failed` : ''}
        {nextRead.error ? <span className="text-bad">: {nextRead.error}</span> : null}
      </>,
    ]);
  }
  if (givenUpRead) {
    lines.push([
      'given up',
      <span key="given up" className="text-bad">
        A read was given up after {givenUpRead.attempts} tries
        {givenUpRead.error ? `: ${givenUpRead.error}` : ''}
      </span>,
    ]);
  }
  if (dueEvents > 0) lines.push(['due', `${dueEvents.toLocaleString('en-US')} received, to be applied`]);
  if (deadEvents > 0) {
    lines.push([
      'dead',
      <span key="dead" className="text-bad">
        {deadEvents.toLocaleString('en-US')} given up: see the{' '}
        <Link href="/activity?view=dead" className="text-accent underline-offset-2 hover:underline">
          dead letters
        </Link>
      </span>,
    ]);
  }
  if (staleAnswerSince) {
    lines.push([
      'stale',
      <>
        An answer of Stripe's that would take it back is kept aside since <Time at={staleAnswerSince} />
      </>,
    ]);
  }
  if (lines.length === 0) {
    return (
      <span className="text-quiet">
        {status === 'disconnected'
          ? 'Nothing: it is disconnected for good'
          : 'Nothing: the copy is what Stripe last said'}
      </span>
    );
  }
  return (
    <ul>
      {lines.map(([name, words]) => (
        <li key={name}>{words}</li>
      ))}
    </ul>
  );
}
