// Connects the stream with what is shown, for as long as the page lives.
import type { QueryClient } from '@tanstack/react-query';
import { applyRows, applyTouched, readAllShown, settle } from './apply-change';
import { flashRows } from './flash';
import type { Told } from './live-source';
import { isLive, liveFacts, liveView, noteLive, onLiveChange, restartLive, reviewLive } from './live-state';
import { shareStream } from './live-tabs';
import { makePacer } from './pacer';

/** Catching up is spread over this long: after a deploy every browser does it. */
const spreadMs = 1_000;

/** What has no version of its own and may have changed while the page loaded. */
const unversioned = new Set(['owners', 'transactions']);

const bringsData = new Set(['success', 'setState']);

/** Starts; the answer stops it. */
export function startLive(client: QueryClient): () => void {
  restartLive();
  const pacer = makePacer(() => document.hidden);

  function onTold({ change }: Told): void {
    const now = Date.now();
    const facts = liveFacts();
    if (change.kind === 'hello') noteLive({ heardAt: now, beatMs: change.beatMs });
    else if (change.kind === 'gap') noteLive({ heardAt: now, brokenAt: facts.brokenAt ?? now });
    else if (change.kind === 'level') onLevel(now);
    else
      noteLive(
        facts.hasBeenLevel && facts.brokenAt === null ? { heardAt: now, trueAt: now } : { heardAt: now },
      );

    if (change.kind === 'rows') flashRows(applyRows(client, pacer, change));
    if (change.kind === 'touched') applyTouched(client, pacer, change);
    if (change.kind === 'reset') catchUp();
  }

  function onLevel(now: number): void {
    const isFirst = !liveFacts().hasBeenLevel;
    noteLive({ heardAt: now, trueAt: now, hasBeenLevel: true, brokenAt: null });
    if (!isFirst) {
      catchUp();
      return;
    }
    void client.invalidateQueries({
      predicate: ({ queryKey }) => queryKey[0] === 'backfills' || unversioned.has(String(queryKey[2])),
    });
  }

  /** Rows come by themselves; what has no version does not. */
  function catchUp(): void {
    pacer.soon('all', spreadMs, () => readAllShown(client), Math.random() * spreadMs);
  }

  let wasLive = isLive();
  const stopNoting = onLiveChange(() => {
    // One reading sets the fall-back going: each answer decides whether it is asked for again.
    if (wasLive && liveView().phase === 'interrupted') readAllShown(client);
    wasLive = isLive();
  });
  // A slow answer, or a page that was made before the change, may bring older rows than were heard.
  const stopSettling = client.getQueryCache().subscribe((event) => {
    const isNew = event.type === 'added' || (event.type === 'updated' && bringsData.has(event.action.type));
    if (isNew) settle(client, pacer, event.query);
  });
  const stopStream = shareStream({
    onTold,
    onBroken: () => noteLive({ brokenAt: liveFacts().brokenAt ?? Date.now() }),
    isLevel: isLive,
  });
  const ticking = setInterval(reviewLive, 1_000);
  const onSight = () => {
    if (!document.hidden) pacer.wake();
  };
  document.addEventListener('visibilitychange', onSight);
  return () => {
    stopStream();
    stopNoting();
    stopSettling();
    pacer.stop();
    clearInterval(ticking);
    document.removeEventListener('visibilitychange', onSight);
  };
}
