// The audit trail: who did what to what, why, with what result. Entries are never changed.
import type { AccountName } from './account';
import type { FacetValue } from './page';

export interface AuditRow {
  id: string;
  at: string;
  actor: string;
  /** "account.refresh" */
  verb: string;
  /** account, session, backfill, run, event, webhook_endpoint */
  targetType: string;
  targetId: string;
  /** Null: not about an account, or about one that the copy does not hold. */
  account: AccountName | null;
  actionId: string | null;
  reason: string | null;
  before: unknown;
  after: unknown;
  /** done or failed */
  outcome: string;
  stripeRequestId: string | null;
}

/** The outcomes of what was done. */
export const auditOutcomes = ['done', 'failed'] as const;

/** Of each verb and actor that the trail holds, and of each outcome, how many entries there are. */
export type AuditFacets = Record<'verb' | 'actor' | 'outcome', FacetValue[]>;

const verbs: Record<string, string> = {
  'account.refresh': 'Refresh',
  'account.disconnect': 'Disconnect',
  'account.subscribe': 'Subscribe to daily transactions',
  'account.unsubscribe': 'End daily transactions',
  'account.read': 'Read again',
  'session.create': 'Make a session',
  'session.lookup': 'Look up a session',
  'relink.create': 'Make a relink session',
  'backfill.start': 'Start a backfill',
  'backfill.resume': 'Go on with a backfill',
  'run.start': 'Start a run',
  'event.replay': 'Replay an event',
  'event.give_up': 'Give up an event',
  'webhooks.created': 'Make the webhook endpoint',
  'webhooks.updated': 'Mend the webhook endpoint',
};

/** The verb under which an action of that kind stands in the trail. */
export const verbOf = (kind: string): string => (kind.includes('.') ? kind : `account.${kind}`);

/** The verb in words; one without words stays as it is stored. */
export const auditWords = (verb: string): string => verbs[verb] ?? verb;

const outcomes: Record<string, string> = { done: 'Done', failed: 'Failed' };

/** How it ended; a word that is newer than this page stands in quotes. */
export const outcomeWord = (outcome: string): string => outcomes[outcome] ?? `“${outcome}”`;

/** Where the thing that was acted on is shown; null where it has no page. */
export function targetHref({
  targetType,
  targetId,
}: Pick<AuditRow, 'targetType' | 'targetId'>): string | null {
  if (targetType === 'account' && targetId.startsWith('fca_')) return `/accounts/${targetId}`;
  if (targetType === 'session' && targetId.startsWith('fcsess_')) return `/sessions/${targetId}`;
  if (targetType === 'event') return `/activity/events/${targetId}`;
  if (targetType === 'run') return `/activity/runs/${targetId}`;
  if (targetType === 'backfill') return '/activity?view=runs';
  return targetType === 'webhook_endpoint' ? '/activity?view=webhooks' : null;
}
