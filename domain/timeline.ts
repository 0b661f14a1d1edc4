// The one line of time of an account: how its status and data changed, which events and reads told it, what operators did, which sessions brought it.
import { z } from 'zod';
import { PageCursor, PageLimit } from './page';

/** status: changes of what the account is able to. change: every other change. read: the last one of each kind of data. */
export const timelineKinds = ['status', 'change', 'event', 'read', 'action', 'session'] as const;
export type TimelineKind = (typeof timelineKinds)[number];

/** What GET /api/accounts/{id}/timeline may be asked for; no kind means every kind. */
export const TimelineQuery = z.strictObject({
  kind: z.array(z.enum(timelineKinds)).max(timelineKinds.length).default([]),
  limit: PageLimit,
  cursor: PageCursor,
});
export type TimelineQuery = z.infer<typeof TimelineQuery>;

export interface TimelineEntry {
  id: string;
  kind: TimelineKind;
  /** When it was observed, received or done, ISO 8601. */
  at: string;
  /** Changes, reads: Stripe's second for which the state is proven. Events: Stripe's second at which it was made. */
  evidenceAt: string | null;
  /** Changes and reads: read, snapshot, backfill, action, session. Events: webhook or sweep. Actions: who. */
  source: string;
  /** Changes: { field: { from, to } }. */
  changes: Record<string, { from: unknown; to: unknown }> | null;
  /** Actions: what. Events: Stripe's type. Reads: account, owners or transactions. */
  verb: string | null;
  reason: string | null;
  /** Actions and sessions: how it ended. Events: its state. */
  outcome: string | null;
  /** Actions that failed: the sentence that the operator was told. */
  detail: string | null;
  sessionId: string | null;
  eventId: string | null;
  stripeRequestId: string | null;
  /** Actions: which data was asked for, in Stripe's words. */
  features: string[] | null;
}
