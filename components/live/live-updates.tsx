// Keeps the page true by itself, and says so when it cannot.
'use client';
import { useQueryClient } from '@tanstack/react-query';
import { WifiOff } from 'lucide-react';
import { useEffect, useSyncExternalStore } from 'react';
import { type LiveView, liveView, onLiveChange } from './live-state';
import { startLive } from './start-live';

const atFirst: LiveView = { phase: 'starting', trueAt: 0 };

/** Stands once in the console's layout. */
export function LiveUpdates() {
  const client = useQueryClient();
  useEffect(() => {
    let stop: (() => void) | null = startLive(client);
    const leave = () => {
      stop?.();
      stop = null;
    };
    // A page kept for "back" must hold neither the stream nor the lock.
    const comeBack = ({ persisted }: PageTransitionEvent) => {
      if (persisted) stop ??= startLive(client);
    };
    window.addEventListener('pagehide', leave);
    window.addEventListener('pageshow', comeBack);
    return () => {
      window.removeEventListener('pagehide', leave);
      window.removeEventListener('pageshow', comeBack);
      leave();
    };
  }, [client]);
  const { phase, trueAt } = useSyncExternalStore(onLiveChange, liveView, () => atFirst);
  const words = wordsOf(phase, trueAt);
  return (
    <div role="status" aria-label="Live updates" data-phase={phase}>
      {words ? (
        <p
          data-live-notice
          className="fixed right-0 bottom-0 left-0 z-30 flex items-center gap-2 border-t border-border bg-warning-wash px-4 py-1.5 text-xs text-warning sm:left-14 sm:px-6 lg:left-55"
        >
          <WifiOff aria-hidden className="size-3.5 shrink-0" />
          {words}
        </p>
      ) : null}
    </div>
  );
}

function wordsOf(phase: LiveView['phase'], trueAt: number): string | null {
  if (phase !== 'interrupted' && phase !== 'offline') return null;
  const time = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium' }).format(trueAt);
  const what = phase === 'offline' ? 'This computer is offline.' : 'Live updates are interrupted.';
  return `${what} What is shown is from ${time}; it catches up by itself.`;
}
