// Whether this tab hears of changes: the facts, what they mean at a time, and who wants to know when that changes.

export type LivePhase = 'starting' | 'live' | 'interrupted' | 'offline';

/** Times in ms of this computer. */
export interface LiveFacts {
  /** When anything arrived last. */
  heardAt: number;
  /** When what is shown was known to be up to date last. */
  trueAt: number;
  /** All changes until then have been told at least once. */
  hasBeenLevel: boolean;
  /** Since when the stream is known to be cut or the server does not hear of changes. */
  brokenAt: number | null;
  /** Something arrives at least this often. */
  beatMs: number;
}

/** A break this short is not worth a word: a deploy, a change of network. */
const graceMs = 5_000;
/** A message may be late by this much. */
const latenessMs = 5_000;

/** What the facts mean now. */
export function phaseOf(facts: LiveFacts, now: number, isOnline: boolean): LivePhase {
  const isSilent = now - facts.heardAt > facts.beatMs + latenessMs;
  if (facts.brokenAt !== null && !isOnline) return 'offline';
  if (isSilent || (facts.brokenAt !== null && now - facts.brokenAt > graceMs)) return 'interrupted';
  return facts.hasBeenLevel ? 'live' : 'starting';
}

export interface LiveView {
  phase: LivePhase;
  /** What is shown is from then, ms. */
  trueAt: number;
}

const start = (): LiveFacts => ({
  heardAt: Date.now(),
  trueAt: Date.now(),
  hasBeenLevel: false,
  brokenAt: null,
  beatMs: 15_000,
});

let facts = start();
let view: LiveView = { phase: 'starting', trueAt: 0 };
const listeners = new Set<() => void>();

/** Looks at the facts again; called at every message and every second. */
export function reviewLive(): void {
  const phase = phaseOf(facts, Date.now(), navigator.onLine);
  if (phase === view.phase) return;
  view = { phase, trueAt: facts.trueAt };
  for (const listener of listeners) listener();
}

/** Notes new facts. */
export function noteLive(changed: Partial<LiveFacts>): void {
  facts = { ...facts, ...changed };
  reviewLive();
}

/** The facts as they are. */
export const liveFacts = (): Readonly<LiveFacts> => facts;

/** Begins anew: nothing has been heard yet. */
export function restartLive(): void {
  facts = start();
  reviewLive();
}

export const liveView = (): LiveView => view;

export function onLiveChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Whether changes arrive by themselves right now; only when they do not is anything asked for again and again. */
export const isLive = (): boolean => view.phase === 'live' && facts.brokenAt === null;
