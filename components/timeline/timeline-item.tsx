// One entry of the timeline, in words.
'use client';
import {
  ArrowRightLeft,
  CircleAlert,
  CircleCheck,
  Clock,
  Eye,
  Flag,
  Hand,
  Link2,
  type LucideIcon,
  Webhook,
} from 'lucide-react';
import { sourceWord } from '@/components/account/history-words';
import { EventState } from '@/components/activity/event-state';
import { eventReason, lengthText, originWord } from '@/components/activity/event-words';
import { SessionOutcomeBadge } from '@/components/sessions/session-outcome';
import { relinkFailureSentence } from '@/components/sessions/session-words';
import { useZoned } from '@/components/shell/clock';
import { Badge, type BadgeTone } from '@/components/ui/badge';
import { CopyButton } from '@/components/ui/copy-button';
import { Link } from '@/components/ui/link';
import { MonoId } from '@/components/ui/mono-id';
import { ExactTime, Time } from '@/components/ui/time';
import { eventStates, eventWords } from '@/domain/event';
import type { TimelineEntry, TimelineKind } from '@/domain/timeline';
import { changeLines, changeTitle } from './change-words';

const icons: Record<TimelineKind, LucideIcon> = {
  status: Flag,
  change: ArrowRightLeft,
  event: Webhook,
  read: Eye,
  action: Hand,
  session: Link2,
};

/** A dot on the line with what happened beside it. */
export function TimelineItem({ entry }: { entry: TimelineEntry }) {
  const Icon = icons[entry.kind];
  const title = useZoned((zone) => titleOf(entry, zone));
  return (
    <li className="relative flex gap-2.5 pb-3.5 text-sm not-last:before:absolute not-last:before:top-6 not-last:before:bottom-0.5 not-last:before:left-[9px] not-last:before:w-px not-last:before:bg-border">
      <span className="mt-px flex size-[19px] shrink-0 items-center justify-center rounded-full bg-sunken text-quiet">
        <Icon aria-hidden className="size-3" />
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex items-baseline justify-between gap-3">
          <p className="line-clamp-3 min-w-0 font-medium [overflow-wrap:anywhere]">{title}</p>
          <Time at={entry.at} className="shrink-0 text-xs text-faint" />
        </div>
        <Body entry={entry} />
      </div>
    </li>
  );
}

function titleOf(entry: TimelineEntry, zone?: string): string {
  if (entry.kind === 'change' || entry.kind === 'status') return changeTitle(entry.changes ?? {}, zone);
  if (entry.kind === 'read') return readWords[entry.verb ?? ''] ?? `Read “${entry.verb ?? 'unnamed'}”`;
  if (entry.kind === 'event') return eventWords(entry.verb ?? '');
  if (entry.kind === 'session')
    return entry.source === 'relink' ? 'Relink session' : 'Session that brought it';
  const verb = lastWord(entry.verb);
  if (verb === 'refresh' && entry.features) return `Refresh of ${entry.features.join(', ')} asked for`;
  return verbWords[verb] ?? `Action “${entry.verb ?? 'unnamed'}”`;
}

/** Only the last read of each is kept. */
const readWords: Record<string, string> = {
  account: 'Last read, nothing new',
  owners: 'Owners last read',
  transactions: 'Transactions last read',
};

const verbWords: Record<string, string> = {
  refresh: 'Refresh asked for',
  disconnect: 'Disconnect asked for',
  subscribe: 'Daily transactions switched on',
  unsubscribe: 'Daily transactions switched off',
  read: 'Read again asked for',
  relink: 'Relink session asked for',
};

/** Verbs read "account.refresh" or "relink.create". */
function lastWord(verb: string | null): string {
  if (verb === null) return '';
  return verb.startsWith('relink') ? 'relink' : (verb.split('.').at(-1) ?? verb);
}

function Body({ entry }: { entry: TimelineEntry }) {
  if (entry.kind === 'change' || entry.kind === 'status') return <ChangeBody entry={entry} />;
  if (entry.kind === 'read') return <TwoClocks entry={entry} how={sourceWord(entry.source)} />;
  if (entry.kind === 'session') return <SessionBody entry={entry} />;
  if (entry.kind === 'event') return <EventBody entry={entry} />;
  return (
    <div className="text-quiet">
      <p className="text-xs text-faint">by {entry.source}</p>
      {entry.reason ? <p className="break-words">“{entry.reason}”</p> : null}
      {entry.sessionId ? (
        <MonoId id={entry.sessionId} what="session id" href={`/sessions/${entry.sessionId}`} />
      ) : null}
      {entry.detail ? <p className="[overflow-wrap:anywhere]">{entry.detail}</p> : null}
      <p className="flex flex-wrap items-center gap-x-2">
        {entry.outcome ? <Outcome outcome={entry.outcome} /> : null}
        {entry.stripeRequestId ? <MonoId id={entry.stripeRequestId} what="Stripe request id" /> : null}
      </p>
    </div>
  );
}

interface OutcomeLook {
  word: string;
  tone: BadgeTone;
  Icon: LucideIcon;
}

const failed: OutcomeLook = { word: 'Failed', tone: 'bad', Icon: CircleAlert };
const outcomeLooks: Record<string, OutcomeLook> = {
  done: { word: 'Done', tone: 'good', Icon: CircleCheck },
  failed,
  due: { word: 'No result yet', tone: 'pending', Icon: Clock },
};

/** Anything but a state is the code of the error that ended it. */
function Outcome({ outcome }: { outcome: string }) {
  const known = outcomeLooks[outcome];
  const { word, tone, Icon } = known ?? failed;
  return (
    <>
      <Badge tone={tone} icon={<Icon aria-hidden className="size-3" />}>
        {word}
      </Badge>
      {known ? null : <span className="font-mono text-xs text-faint">{outcome}</span>}
    </>
  );
}

function SessionBody({ entry }: { entry: TimelineEntry }) {
  return (
    <div className="text-quiet">
      {entry.sessionId ? (
        <MonoId id={entry.sessionId} what="session id" href={`/sessions/${entry.sessionId}`} />
      ) : null}
      {entry.outcome ? (
        <p>
          <SessionOutcomeBadge outcome={entry.outcome} />
        </p>
      ) : null}
      {entry.reason ? <p className="break-words">{relinkFailureSentence(entry.reason)}</p> : null}
    </div>
  );
}

/** The event itself is a page of its own. */
function EventBody({ entry }: { entry: TimelineEntry }) {
  const state = eventStates.find((each) => each === entry.outcome);
  const reason =
    state && state !== 'applied' ? eventReason({ state, result: null, reason: entry.reason }) : null;
  return (
    <>
      <p className="flex flex-wrap items-center gap-x-2">
        {state ? <EventState state={state} /> : null}
        {entry.eventId ? (
          <span className="inline-flex items-center gap-0.5">
            <Link
              href={`/activity/events/${entry.eventId}`}
              title={entry.eventId}
              className="text-xs text-accent underline-offset-2 hover:underline"
            >
              What it carried
            </Link>
            <CopyButton text={entry.eventId} label="Copy event id" />
          </span>
        ) : null}
      </p>
      {reason ? <p className="text-xs text-quiet [overflow-wrap:anywhere]">{reason}</p> : null}
      <TwoClocks entry={entry} how={`Came by ${originWord(entry.source).toLowerCase()}`} />
    </>
  );
}

/** Stripe's clock, and how much later it was seen here. */
function TwoClocks({ entry, how }: { entry: TimelineEntry; how: string }) {
  const laterMs = entry.evidenceAt ? Date.parse(entry.at) - Date.parse(entry.evidenceAt) : 0;
  return (
    <p className="text-xs text-faint">
      {how}
      {entry.evidenceAt ? (
        <>
          {' '}
          · at Stripe <ExactTime at={entry.evidenceAt} />
          {laterMs >= 2_000 ? `, here ${lengthText(laterMs)} later` : null}
        </>
      ) : null}
    </p>
  );
}

function ChangeBody({ entry }: { entry: TimelineEntry }) {
  const zone = useZoned((own) => own ?? '');
  const lines = changeLines(entry.changes ?? {}, zone);
  return (
    <>
      {lines.length > 1 ? (
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3 text-xs text-quiet">
          {lines.map((line) => (
            <div key={line.label} className="col-span-2 grid grid-cols-subgrid">
              <dt className="text-faint">{line.label}</dt>
              <dd className="line-clamp-4 [overflow-wrap:anywhere]">
                {line.from} → {line.to}
              </dd>
            </div>
          ))}
        </dl>
      ) : null}
      <TwoClocks entry={entry} how={sourceWord(entry.source)} />
    </>
  );
}
