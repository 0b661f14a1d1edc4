// The stream from the server: opened again when it is cut or silent, from the last id on.
import { type Change, changeKinds } from '@/domain/change';

export interface Told {
  /** Where to go on after this message; empty: as before. */
  id: string;
  change: Change;
}

interface SourceOptions {
  /** The last id seen, or empty. */
  lastId: () => string;
  onTold: (told: Told) => void;
  /** The stream is cut; it is being opened again. */
  onBroken: () => void;
}

const pausesMs = [300, 1_000, 2_000, 5_000];
/** A message may be late by this much. */
const latenessMs = 5_000;

/** Stays open until it is closed. */
export function openSource({ lastId, onTold, onBroken }: SourceOptions): { close: () => void } {
  let events: EventSource | null = null;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  let heardAt = 0;
  let beatMs = 15_000;

  function connect(): void {
    clearTimeout(waiting);
    events?.close();
    heardAt = Date.now();
    const id = lastId();
    const opened = new EventSource(id ? `/api/changes?since=${id}` : '/api/changes');
    events = opened;
    for (const kind of changeKinds) {
      opened.addEventListener(kind, (event: MessageEvent<string>) => {
        const change = { kind, ...JSON.parse(event.data) } as Change;
        heardAt = Date.now();
        if (change.kind === 'hello') {
          failures = 0;
          beatMs = change.beatMs;
        }
        onTold({ id: event.lastEventId, change });
      });
    }
    opened.addEventListener('error', () => {
      if (events === opened) retry();
    });
  }

  function retry(): void {
    events?.close();
    events = null;
    onBroken();
    const pauseMs = pausesMs[Math.min(failures, pausesMs.length - 1)] ?? 0;
    failures += 1;
    clearTimeout(waiting);
    // Spread, so that a restarted server does not see every browser at the same moment.
    waiting = setTimeout(connect, pauseMs * (0.5 + Math.random()));
  }

  const watching = setInterval(() => {
    if (events && Date.now() - heardAt > beatMs + latenessMs) retry();
  }, 1_000);
  // A stream over a network that went away stays silent; a new one fails at once.
  window.addEventListener('offline', retry);
  window.addEventListener('online', connect);
  connect();
  return {
    close: () => {
      events?.close();
      events = null;
      clearTimeout(waiting);
      clearInterval(watching);
      window.removeEventListener('offline', retry);
      window.removeEventListener('online', connect);
    },
  };
}
