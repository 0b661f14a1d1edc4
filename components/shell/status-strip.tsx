// Across the whole width, on every page: Stripe does not answer, or the worker does not run. Nothing while all is well.
'use client';
import { useQuery } from '@tanstack/react-query';
import { CircleAlert, CloudOff } from 'lucide-react';
import { useState } from 'react';
import { type HearingStatus, mostWaiting, type StripeStatus, type WorkerStatus } from '@/domain/status';
import { Time } from '../ui/time';
import { useTimed } from './clock';
import { statusQuery } from './status-queries';

export function StatusStrip() {
  const { data } = useQuery(statusQuery());
  const isStripeAway = data !== undefined && data.stripe.state !== 'answering';
  const isWorkerAway = useIsWorkerAway();
  const isLate = useTimed((now) => isBehind(data?.hearing, now)) === true;
  // The live region is there before it has anything to say, or nobody would hear it.
  return (
    <div role="status" aria-label="Stripe and the worker">
      {data && (isStripeAway || isWorkerAway || isLate) ? (
        <div
          data-status-strip
          className="flex h-(--status-height) items-center gap-2 overflow-hidden border-b border-border bg-bad-wash px-4 text-xs text-bad sm:px-6 lg:px-4"
        >
          {isStripeAway ? (
            <CloudOff aria-hidden className="size-3.5 shrink-0" />
          ) : (
            <CircleAlert aria-hidden className="size-3.5 shrink-0" />
          )}
          <p className="line-clamp-3 min-w-0 md:line-clamp-1">
            {isStripeAway ? <StripeWords stripe={data.stripe} /> : null}
            {isWorkerAway ? <WorkerWords worker={data.worker} isShort={isStripeAway} /> : null}
            {isLate ? <HearingWords hearing={data.hearing} /> : null}
          </p>
        </div>
      ) : null}
    </div>
  );
}

/** A worker that is replaced is away for a moment: only one that two answers in a row miss is told. */
function useIsWorkerAway(): boolean {
  const { data, dataUpdatedAt } = useQuery(statusQuery());
  const [missedAt, setMissedAt] = useState<number | null>(null);
  const isMissing = data !== undefined && !data.worker.isAlive;
  if (isMissing && missedAt === null) setMissedAt(dataUpdatedAt);
  if (!isMissing && missedAt !== null) setMissedAt(null);
  return isMissing && missedAt !== null && dataUpdatedAt > missedAt;
}

function StripeWords({ stripe }: { stripe: StripeStatus }) {
  const isSilent = stripe.state === 'not_answering';
  return (
    <>
      <strong className="font-semibold">
        {isSilent ? 'Stripe has not answered since ' : 'Stripe refuses this console’s key, since '}
        <ClockTime at={stripe.since} />.
      </strong>{' '}
      What is shown is the copy
      {stripe.lastAnswerAt ? (
        // It ticks: read aloud once is enough.
        <span aria-live="off">
          , read <Time at={stripe.lastAnswerAt} />
        </span>
      ) : null}
      . {isSilent ? 'It goes on by itself. ' : `${stripe.lastError ?? ''} `}
    </>
  );
}

function WorkerWords({ worker, isShort }: { worker: WorkerStatus; isShort: boolean }) {
  return (
    <>
      <strong className="font-semibold">
        The worker is not running
        {worker.lastBeatAt ? (
          <>
            , last seen at <ClockTime at={worker.lastBeatAt} />
          </>
        ) : null}
        .
      </strong>{' '}
      {isShort ? null : 'What is shown is the copy; nothing new comes in until it runs again.'}
    </>
  );
}

/** An event is applied within seconds: one that has waited for a minute is worth a word. */
const lateMs = 60_000;

function isBehind(hearing: HearingStatus | undefined, now: number): boolean {
  return Boolean(hearing?.oldestAt) && now - Date.parse(hearing?.oldestAt ?? '') > lateMs;
}

function HearingWords({ hearing: { waiting, oldestAt } }: { hearing: HearingStatus }) {
  const count = waiting >= mostWaiting ? `${mostWaiting.toLocaleString('en-US')} or more` : waiting;
  return (
    <>
      <strong className="font-semibold">
        {count} {waiting === 1 ? 'event waits' : 'events wait'} to be applied
        {oldestAt ? (
          <>
            , since <ClockTime at={oldestAt} />
          </>
        ) : null}
        .
      </strong>{' '}
      The rows that they are about are older than Stripe’s.
    </>
  );
}

/** "14:02", with the day when it is not today. */
function ClockTime({ at }: { at: string }) {
  const text = useTimed((now, timeZone) => {
    const isToday = now - Date.parse(at) < 12 * 3_600_000;
    const day = isToday ? {} : ({ day: 'numeric', month: 'short' } as const);
    const parts = { hour: '2-digit', minute: '2-digit', ...day, timeZone } as const;
    return new Intl.DateTimeFormat('en-GB', parts).format(new Date(at));
  });
  return <time dateTime={at}>{text}</time>;
}
