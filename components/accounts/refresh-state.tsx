// How a refresh stands, in words: when it succeeded, failed, is under way, or why there is none.
'use client';
import { CircleAlert, CircleHelp, Lock } from 'lucide-react';
import { permissionFor, type RefreshKind, type RefreshState, refreshKind } from '@/domain/refresh';
import { relativeTime } from '@/domain/time';
import { useBinding, useStripeTimed } from '../shell/binding-context';
import { Spinner } from '../ui/spinner';
import { Time } from '../ui/time';

/** Where a table has a line a row it is heard, and stands in the title; it is not seen. */
const secondLine = 'block text-xs text-faint sm:group-data-[density=compact]/table:sr-only';

const iconLook = 'mt-0.5 size-3.5 shrink-0';

/** One refresh state. `now` (ms, Stripe's clock) freezes it; otherwise it ticks. `isShort`: the last success is told beside it. */
export function RefreshStateText({
  state,
  now,
  isShort = false,
}: {
  state: RefreshState;
  now?: number;
  isShort?: boolean;
}) {
  const { clockOffsetMs } = useBinding();
  const kind = useStripeTimed((present) => refreshKind(state, now ?? present));
  const keptTitle = useStripeTimed((present) => (isShort ? null : keptText(state, kind, now ?? present)));
  const kept = isShort ? null : <KeptData state={state} now={now} />;
  const ago = state.attemptedAt ? <Time at={state.attemptedAt} now={now} offsetMs={clockOffsetMs} /> : null;
  switch (kind) {
    case 'succeeded':
      return ago ?? <span>Succeeded</span>;
    case 'pending':
      return (
        <span className="flex items-start gap-1 text-pending" title={keptTitle ?? undefined}>
          <Spinner className="mt-0.5" />
          <span>
            Refreshing… <PendingSeconds state={state} now={now} />
            {kept}
          </span>
        </span>
      );
    case 'failed':
      return (
        <span className="flex items-start gap-1 text-bad" title={keptTitle ?? undefined}>
          <CircleAlert aria-hidden className={iconLook} />
          <span>
            Failed{' '}
            {state.attemptedAt ? (
              <Time isTight at={state.attemptedAt} now={now} offsetMs={clockOffsetMs} />
            ) : null}
            {kept}
          </span>
        </span>
      );
    case 'no_answer':
      return (
        <span className="flex items-start gap-1 text-warning" title={keptTitle ?? undefined}>
          <CircleHelp aria-hidden className={iconLook} />
          <span>
            No answer
            <span className={secondLine}>asked {ago}</span>
            {kept}
          </span>
        </span>
      );
    case 'not_permitted':
      return (
        <span
          className="relative flex items-start gap-1 text-faint"
          title={`Needs the permission "${permissionFor[state.feature]}"`}
        >
          <Lock aria-hidden className="mt-[3px] size-3 shrink-0" />
          <span>
            Not permitted
            <span className={isShort ? undefined : 'sr-only'}>: {permissionFor[state.feature]}</span>
          </span>
        </span>
      );
    case 'never':
      return <span className="text-faint">Never refreshed</span>;
    case 'unknown':
      return (
        <span className="text-quiet" title={keptTitle ?? undefined}>
          “{state.status}” {ago}
          {kept}
        </span>
      );
  }
}

/** "12 s": how long Stripe has been at it. */
function PendingSeconds({ state, now }: { state: RefreshState; now?: number }) {
  const text = useStripeTimed((present) => {
    if (!state.attemptedAt) return '';
    const seconds = Math.max(0, Math.floor(((now ?? present) - Date.parse(state.attemptedAt)) / 1000));
    return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min`;
  });
  return <span className="whitespace-nowrap">{text}</span>;
}

/** The same for the pointer, where the line itself is not seen. */
function keptText(state: RefreshState, kind: RefreshKind, now: number): string | null {
  if (kind === 'succeeded' || kind === 'never' || kind === 'not_permitted') return null;
  const asked =
    kind === 'no_answer' && state.attemptedAt ? `Asked ${relativeTime(state.attemptedAt, now)}. ` : '';
  return state.succeededAt
    ? `${asked}Last good ${relativeTime(state.succeededAt, now)}`
    : `${asked}No success was seen before`;
}

/** Unless the last try is a success: which data is still there. */
function KeptData({ state, now }: { state: RefreshState; now?: number }) {
  const { clockOffsetMs } = useBinding();
  if (!state.succeededAt) return null;
  return (
    <span className={secondLine}>
      last good <Time at={state.succeededAt} now={now} offsetMs={clockOffsetMs} />
    </span>
  );
}
