// How a session stands, in a sentence, and how it is opened while it waits.
import { ExactTime, Time } from '@/components/ui/time';
import type { SessionDetail } from '@/domain/session';
import { HowOpened } from './how-opened';
import { originSentence, relinkFailureSentence, standingSentence } from './session-words';

/** The first block of a session's page. */
export function SessionStanding({ session }: { session: SessionDetail }) {
  const failure = session.relinkResult?.failureReason ?? session.relinkFailureReason;
  return (
    <section aria-label="How it stands" className="flex max-w-3xl flex-col gap-2 py-4">
      <p>
        {standingSentence(session)} {failure ? relinkFailureSentence(failure) : null}
      </p>
      {session.outcome === 'open' ? <HowOpened /> : null}
      {session.status === null ? (
        <p className="text-sm text-quiet">
          This version of Stripe's API gives a session no status; the outcome is worked out from what it
          brought.
        </p>
      ) : null}
      <p className="text-xs text-faint">
        {originSentence(session.origin)}, first seen <Time at={session.firstSeenAt} /> (
        <ExactTime at={session.firstSeenAt} />) · last read from Stripe <Time at={session.readAt} />
        {session.status ? (
          <>
            {' '}
            · <span className="font-mono whitespace-nowrap">status {session.status}</span>
          </>
        ) : null}
      </p>
    </section>
  );
}
