// A relink session that waits for its customer, and how it is opened.
import { HowOpened } from '@/components/sessions/how-opened';
import { MonoId } from '@/components/ui/mono-id';

// The button that was pressed is gone: the focus goes to what stands in its place.
const focusOn = (element: HTMLElement | null) => element?.focus();

/** Shown in place of the button: a second session for the same login would not help. */
export function OpenRelink({ sessionId, takesFocus }: { sessionId: string; takesFocus: boolean }) {
  return (
    <div ref={takesFocus ? focusOn : undefined} tabIndex={-1} className="max-w-prose text-sm outline-none">
      <p className="flex flex-wrap items-center gap-x-1.5">
        <span className="font-medium text-pending">Relink session open</span>
        <MonoId id={sessionId} what="session id" href={`/sessions/${sessionId}`} />
      </p>
      <HowOpened />
    </div>
  );
}
