// What became of an event, in words.
import type { BadgeTone } from '@/components/ui/badge';
import { type EventRow, type EventState, eventKind, eventTries, ignoredReasons } from '@/domain/event';

export const eventStateWords: Record<EventState, { word: string; tone: BadgeTone; meaning: string }> = {
  due: { word: 'Waiting', tone: 'pending', meaning: 'It is received and kept, and is applied next.' },
  hinted: {
    word: 'Being read',
    tone: 'pending',
    meaning:
      'Its copy does not prove what is true now: the account is read from Stripe, once for all such events.',
  },
  applied: { word: 'Applied', tone: 'good', meaning: 'The copy holds what it tells, or something newer.' },
  ignored: { word: 'Left alone', tone: 'muted', meaning: 'It changes nothing here.' },
  dead: {
    word: 'Given up',
    tone: 'bad',
    meaning: `It failed ${eventTries} times. It stays until somebody replays it.`,
  },
};

/** What the state does not say: what proved it, why it was left alone, what went wrong last. */
export function eventReason({
  state,
  result,
  reason,
}: Pick<EventRow, 'state' | 'result' | 'reason'>): string | null {
  if (state === 'applied')
    return result === 'read' ? 'by a read' : result === 'snapshot' ? 'from what it carried' : null;
  if (reason === null) return null;
  return ignoredReasons[reason] ?? reason;
}

/** How it came: delivered, or found when it had been missed. */
export function originWord(origin: string): string {
  if (origin === 'webhook') return 'Webhook';
  return origin === 'sweep' ? 'Sweep' : `“${origin}”`;
}

/** "0.4 s", "3 min": a length of time. */
export function lengthText(ms: number): string {
  if (ms < 1_000) return `${Math.max(1, Math.round(ms))} ms`;
  if (ms < 10_000) return `${(ms / 1_000).toFixed(1)} s`;
  if (ms < 120_000) return `${Math.round(ms / 1_000)} s`;
  if (ms < 7_200_000) return `${Math.round(ms / 60_000)} min`;
  return ms < 172_800_000 ? `${Math.round(ms / 3_600_000)} h` : `${Math.round(ms / 86_400_000)} d`;
}

/** Where the thing that it is about is shown. */
export function objectHref({
  accountId,
  objectId,
  type,
}: Pick<EventRow, 'accountId' | 'objectId' | 'type'>): string | null {
  if (accountId) return `/accounts/${accountId}`;
  if (!objectId) return null;
  const about = eventKind(type)?.about;
  if (about === 'session') return `/sessions/${objectId}`;
  return about === 'authorization' ? `/accounts?q=${encodeURIComponent(objectId)}` : null;
}
