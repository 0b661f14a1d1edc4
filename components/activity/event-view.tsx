// One event: what it told, what became of it, and what it carried.
'use client';
import { useQuery } from '@tanstack/react-query';
import { Fragment, type ReactNode } from 'react';
import { RawJson } from '@/components/account/raw-json';
import { PageHeader } from '@/components/shell/page-header';
import { Definition, DefinitionList } from '@/components/ui/definition-list';
import { ErrorState } from '@/components/ui/error-state';
import { Link } from '@/components/ui/link';
import { MonoId } from '@/components/ui/mono-id';
import { Section } from '@/components/ui/section';
import { SkeletonLines } from '@/components/ui/skeleton';
import { StaleNote } from '@/components/ui/stale-note';
import { ExactTime, Time } from '@/components/ui/time';
import { type EventDetail, eventWords } from '@/domain/event';
import { eventQuery } from './activity-queries';
import { EventState } from './event-state';
import { eventReason, eventStateWords, lengthText, objectHref, originWord } from './event-words';
import { ReplayButton } from './replay-button';

const back = (
  <Link href="/activity" className="text-accent underline-offset-2 hover:underline">
    Activity
  </Link>
);

export function EventView({ id }: { id: string }) {
  const query = useQuery(eventQuery(id));
  const { data: event, error, refetch, isFetching } = query;
  if (event) return <LoadedEvent event={event} note={<StaleNote query={query} className="mt-4" />} />;
  return (
    <>
      <PageHeader title="Event" back={back} />
      {error ? (
        <ErrorState error={error} what="This event" onRetry={() => void refetch()} pending={isFetching} />
      ) : (
        <SkeletonLines label="Reading the event" lines={8} className="px-4 py-4 sm:px-6" />
      )}
    </>
  );
}

function LoadedEvent({ event, note }: { event: EventDetail; note: ReactNode }) {
  return (
    <>
      <PageHeader
        back={back}
        title={eventWords(event.type)}
        count={<EventState state={event.state} />}
        description={<MonoId id={event.id} what="event id" />}
        actions={<ReplayButton event={event} />}
      />
      <div className="max-w-5xl px-4 pb-10 sm:px-6">
        {note}
        <div className="grid gap-x-10 lg:grid-cols-2">
          <Became event={event} />
          <Told event={event} />
        </div>
        <RawJson value={event.payload} what="event" apiVersion={event.apiVersion ?? 'not told'} />
      </div>
    </>
  );
}

function Became({ event }: { event: EventDetail }) {
  const reason = eventReason(event);
  return (
    <Section title="What became of it" className="border-t-0">
      <DefinitionList>
        <Definition name="Result">
          {eventStateWords[event.state].word}
          {event.state === 'applied' && reason ? ` ${reason}` : ''}
          <span className="block text-xs text-faint">{eventStateWords[event.state].meaning}</span>
        </Definition>
        {event.state !== 'applied' && reason ? (
          <Definition name={event.state === 'ignored' ? 'Because' : 'Went wrong last'}>
            <span className="[overflow-wrap:anywhere]">{reason}</span>
          </Definition>
        ) : null}
        <Definition name="Tries that failed">{event.attempts.toLocaleString('en-US')}</Definition>
        {event.nextTryAt ? (
          <Definition name="Next try">
            <Time at={event.nextTryAt} />
          </Definition>
        ) : null}
        <Definition name="Applied">
          {event.appliedAt ? (
            <>
              <ExactTime at={event.appliedAt} />
              {event.lagMs === null ? null : (
                <span className="text-faint"> · {lengthText(event.lagMs)} after it was received</span>
              )}
            </>
          ) : (
            <span className="text-quiet">Not yet</span>
          )}
        </Definition>
      </DefinitionList>
    </Section>
  );
}

/** Long types break at their dots. */
function TypeName({ type }: { type: string }) {
  const parts = type.split('.');
  return (
    <span className="font-mono text-xs [overflow-wrap:anywhere]">
      {parts.map((part, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a type's parts never move
        <Fragment key={index}>
          {index > 0 ? '.' : null}
          {index > 0 ? <wbr /> : null}
          {part}
        </Fragment>
      ))}
    </span>
  );
}

function Told({ event }: { event: EventDetail }) {
  const href = objectHref(event);
  const onTheWayMs = Date.parse(event.receivedAt) - Date.parse(event.createdAt);
  return (
    <Section title="What Stripe told" className="lg:border-t-0">
      <DefinitionList>
        <Definition name="Type">
          <TypeName type={event.type} />
        </Definition>
        <Definition name="About">
          {event.objectId ? (
            <MonoId id={event.objectId} what="object id" {...(href ? { href } : {})} />
          ) : (
            <span className="text-quiet">It names no object</span>
          )}
        </Definition>
        <Definition name="At Stripe">
          <ExactTime at={event.createdAt} />
        </Definition>
        <Definition name="Received">
          <ExactTime at={event.receivedAt} />
          {onTheWayMs >= 1_000 ? <span className="text-faint"> · {lengthText(onTheWayMs)} later</span> : null}
        </Definition>
        <Definition name="Came by">
          {originWord(event.origin)}
          {event.origin === 'sweep' ? <span className="text-quiet">: no delivery had brought it</span> : null}
        </Definition>
        <Definition name="API version">
          {event.apiVersion ?? <span className="text-quiet">Not told</span>}
        </Definition>
        <Definition name="Mode">
          {event.livemode === null ? (
            <span className="text-quiet">Not told</span>
          ) : event.livemode ? (
            'Live'
          ) : (
            'Test'
          )}
        </Definition>
      </DefinitionList>
    </Section>
  );
}
