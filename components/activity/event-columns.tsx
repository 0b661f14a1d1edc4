// The columns of the lists of events.
import { AccountReference } from '@/components/account/account-reference';
import type { Column } from '@/components/data-table/column';
import { Link } from '@/components/ui/link';
import { Time } from '@/components/ui/time';
import { type EventRow, eventWords } from '@/domain/event';
import { EventState } from './event-state';
import { eventReason, lengthText, objectHref, originWord } from './event-words';
import { ReplayButton } from './replay-button';

const event: Column<EventRow> = {
  id: 'event',
  header: 'What happened',
  cell: (row) => <EventCell event={row} />,
  width: '34%',
  narrow: 'max-sm:col-span-2 max-sm:row-start-1',
};

const about: Column<EventRow> = {
  id: 'about',
  header: 'About',
  cell: (row) => <AboutCell event={row} />,
  width: '22%',
  narrow: 'max-sm:col-span-2 max-sm:row-start-2',
};

const state: Column<EventRow> = {
  id: 'state',
  header: 'Result',
  cell: (row) => <StateCell event={row} />,
  width: '20%',
  narrow: 'max-sm:col-start-1 max-sm:row-start-3',
};

const received: Column<EventRow> = {
  id: 'receivedAt',
  header: 'Received',
  cell: (row) => <Time at={row.receivedAt} className="text-quiet" />,
  width: '7rem',
  align: 'right',
  narrow: 'max-sm:col-start-2 max-sm:row-start-3 max-sm:text-xs',
};

const lag: Column<EventRow> = {
  id: 'lag',
  header: <span title="From its reception to its application">Applied in</span>,
  cell: (row) => <LagCell event={row} />,
  width: '6.5rem',
  align: 'right',
  narrow: 'max-sm:hidden',
};

const origin: Column<EventRow> = {
  id: 'origin',
  header: 'Came by',
  cell: (row) => <span className="text-quiet">{originWord(row.origin)}</span>,
  width: '6rem',
  narrow: 'max-sm:hidden',
};

const tries: Column<EventRow> = {
  id: 'tries',
  header: 'Tries',
  cell: (row) => row.attempts.toLocaleString('en-US'),
  width: '4.5rem',
  align: 'right',
  narrow: 'max-sm:hidden',
};

const replay: Column<EventRow> = {
  id: 'replay',
  header: <span className="sr-only">Replay</span>,
  cell: (row) => <ReplayButton event={row} size="sm" />,
  width: '7rem',
  align: 'right',
  narrow: 'max-sm:col-span-2 max-sm:row-start-4 max-sm:text-left',
};

export const eventColumns = [event, about, state, received, lag, origin];
export const deadColumns = [event, about, state, received, tries, replay];

function EventCell({ event: { id, type } }: { event: EventRow }) {
  return (
    <>
      <Link
        href={`/activity/events/${id}`}
        className="block truncate font-medium underline-offset-2 hover:underline"
      >
        {eventWords(type)}
      </Link>
      <span className="block truncate font-mono text-xs text-faint" title={type}>
        {type}
      </span>
    </>
  );
}

function AboutCell({ event: row }: { event: EventRow }) {
  const href = objectHref(row);
  if (row.account && row.accountId) return <AccountReference id={row.accountId} account={row.account} />;
  if (!row.objectId) return <span className="text-faint">Names no object</span>;
  const look = 'block truncate font-mono text-xs leading-[18px]';
  if (!href) return <span className={`${look} text-quiet`}>{row.objectId}</span>;
  return (
    <Link
      href={href}
      title={row.objectId}
      className={`${look} text-accent underline-offset-2 hover:underline`}
    >
      {row.objectId}
    </Link>
  );
}

function StateCell({ event: row }: { event: EventRow }) {
  const reason = eventReason(row);
  return (
    <>
      <EventState state={row.state} />
      {reason ? (
        <span className="mt-0.5 line-clamp-2 text-xs text-faint [overflow-wrap:anywhere]" title={reason}>
          {reason}
        </span>
      ) : null}
    </>
  );
}

function LagCell({ event: { lagMs, nextTryAt, state: standing } }: { event: EventRow }) {
  if (lagMs !== null) return <span className="text-quiet">{lengthText(lagMs)}</span>;
  if (!nextTryAt) {
    return <span className="text-faint">{standing === 'hinted' ? 'Not yet' : 'Not applied'}</span>;
  }
  return (
    <span className="text-quiet">
      next try <Time at={nextTryAt} />
    </span>
  );
}
