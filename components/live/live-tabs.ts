// One stream for all tabs of a browser: the tab that holds a lock opens it and passes on what it hears.
import { openSource, type Told } from './live-source';

interface TabOptions {
  onTold: (told: Told) => void;
  onBroken: () => void;
  /** Whether what is known is up to date: told to tabs that come later. */
  isLevel: () => boolean;
}

type Message =
  | { type: 'told'; told: Told }
  | { type: 'broken' | 'alive' }
  /** A tab that has just come asks for what it may have missed while it loaded. */
  | { type: 'came'; tab: string }
  | { type: 'recent'; to: string; recent: Told[]; isLevel: boolean; lastId: string };

const lockName = 'relink-live';
/** The number changes with the messages: tabs of an older version must not misunderstand. */
const channelName = 'relink-live-1';
const recentMs = 30_000;
const mostRecent = 400;
const aliveEveryMs = 5_000;
/** A tab in sight takes over from one that has been silent for this long: the browser may have put that one to sleep. */
const deadAfterMs = 27_000;

/** Hears of changes until it is stopped, by its own stream or another tab's. */
export function shareStream({ onTold, onBroken, isLevel }: TabOptions): () => void {
  let lastId = '';
  const take = (told: Told) => {
    if (told.id) lastId = told.id;
    onTold(told);
  };
  if (!('locks' in navigator) || !('BroadcastChannel' in window)) {
    return openSource({ lastId: () => lastId, onTold: take, onBroken }).close;
  }

  const tab = crypto.randomUUID();
  const channel = new BroadcastChannel(channelName);
  const post = (message: Message) => channel.postMessage(message);
  let recent: { at: number; told: Told }[] = [];
  let isLeading = false;
  let isStopped = false;
  let heardAt = Date.now();
  let stopWaiting = new AbortController();
  let stopLeading: () => void = () => undefined;

  function keep(told: Told): void {
    if (told.change.kind !== 'rows' && told.change.kind !== 'touched' && told.change.kind !== 'reset') return;
    const since = Date.now() - recentMs;
    recent = [...recent.filter(({ at }) => at > since), { at: Date.now(), told }];
    // Too much to keep: whoever comes now reads anew.
    if (recent.length > mostRecent)
      recent = [{ at: Date.now(), told: { id: told.id, change: { kind: 'reset' } } }];
  }

  function lead(): Promise<void> {
    isLeading = true;
    const source = openSource({
      lastId: () => lastId,
      onTold: (told) => {
        keep(told);
        post({ type: 'told', told });
        take(told);
      },
      onBroken: () => {
        post({ type: 'broken' });
        onBroken();
      },
    });
    return new Promise((resolve) => {
      stopLeading = () => {
        isLeading = false;
        source.close();
        resolve();
      };
    });
  }

  /** Waits for the lock, or takes it away from a tab that does not answer. */
  async function contend(isTaking: boolean): Promise<void> {
    stopWaiting = new AbortController();
    const how = isTaking ? { steal: true } : { signal: stopWaiting.signal };
    try {
      await navigator.locks.request(lockName, how, lead);
    } catch (error) {
      // The wait was given up, or another tab took the lock away.
      if (!(error instanceof DOMException && error.name === 'AbortError')) throw error;
      const wasLeading = isLeading;
      stopLeading();
      if (wasLeading && !isStopped) await contend(false);
    }
  }

  channel.addEventListener('message', ({ data }: MessageEvent<Message>) => {
    heardAt = Date.now();
    if (data.type === 'told' && !isLeading) take(data.told);
    if (data.type === 'broken' && !isLeading) onBroken();
    if (data.type === 'came' && isLeading) {
      const items = recent.filter(({ at }) => at > Date.now() - recentMs).map(({ told }) => told);
      post({ type: 'recent', to: data.tab, recent: items, isLevel: isLevel(), lastId });
    }
    if (data.type === 'recent' && data.to === tab && !isLeading) {
      for (const told of data.recent) take(told);
      take({ id: data.lastId, change: { kind: data.isLevel ? 'level' : 'gap' } });
    }
  });

  const living = setInterval(() => {
    if (isLeading) post({ type: 'alive' });
    else if (!document.hidden && Date.now() - heardAt > deadAfterMs) {
      heardAt = Date.now();
      stopWaiting.abort();
      void contend(true);
    }
  }, aliveEveryMs);

  post({ type: 'came', tab });
  void contend(false);
  return () => {
    isStopped = true;
    clearInterval(living);
    stopWaiting.abort();
    stopLeading();
    channel.close();
  };
}
