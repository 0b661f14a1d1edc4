// The one line of time of an account: what changed at Stripe, what operators did, which sessions brought it.

export type TimelineKind = 'change' | 'action' | 'session';

export interface TimelineEntry {
  id: string;
  kind: TimelineKind;
  /** When it was observed or done, ISO 8601. */
  at: string;
  /** Changes: Stripe's second for which the new state is proven. */
  evidenceAt: string | null;
  /** Changes: read, snapshot, backfill, action. Actions: who. */
  source: string;
  /** Changes: { field: { from, to } }. */
  changes: Record<string, { from: unknown; to: unknown }> | null;
  verb: string | null;
  reason: string | null;
  outcome: string | null;
  sessionId: string | null;
  stripeRequestId: string | null;
}

export const timelineKinds = ['change', 'action', 'session'] as const;
