// Finding what was missed: the kinds of runs, their words, and one run with its result.
import type { FacetValue } from './page';

export const runKinds = ['events', 'refreshes', 'reads', 'relist', 'audit'] as const;
export type RunKind = (typeof runKinds)[number];

/** due → running → done; failed only for what waiting does not mend: while Stripe is away a run waits and stays running. */
export const runStates = ['due', 'running', 'done', 'failed'] as const;
export type RunState = (typeof runStates)[number];

/** Of each kind, how many runs there are. */
export type RunFacets = Record<'kind', FacetValue[]>;

interface RunWords {
  title: string;
  /** What it is, in one sentence. */
  sentence: string;
  /** What its figures count. */
  checked: string;
  found: string;
  healed: string;
}

export const runWords: Record<RunKind, RunWords> = {
  events: {
    title: 'Sweep of events',
    sentence: 'Asks Stripe for its events of the last days and takes in those that were never delivered.',
    checked: 'events listed by Stripe',
    found: 'never delivered',
    healed: 'taken in',
  },
  refreshes: {
    title: 'Sweep of refreshes',
    sentence: 'Reads accounts again whose refresh has been pending for too long.',
    checked: 'accounts read',
    found: 'refreshes that had ended unheard',
    healed: 'brought up to date',
  },
  reads: {
    title: 'Sweep of old reads',
    sentence: 'Reads accounts again of which nothing has been heard for a day, the oldest first.',
    checked: 'accounts read',
    found: 'changed unheard',
    healed: 'brought up to date',
  },
  relist: {
    title: 'Full list',
    sentence: 'Reads every account that Stripe lists, and singly those that we hold and Stripe did not list.',
    checked: 'accounts read',
    found: 'held here, not listed by Stripe',
    healed: 'still at Stripe, read singly',
  },
  audit: {
    title: 'Drift audit',
    sentence: 'Compares a random sample of accounts with Stripe, field by field, mends and keeps the proof.',
    checked: 'accounts compared',
    found: 'different without a reason',
    healed: 'mended',
  },
};

/** What a run tells beyond its counters; each kind has some of these. */
export interface RunFacts {
  /** events: from which second of Stripe's clock until which. */
  sweptFrom?: string;
  sweptTo?: string;
  /** events: the time of which Stripe's list tells nothing any more. */
  gap?: { from: string; to: string };
  /** reads: a full list was cheaper than so many single reads. */
  isLeftToRelist?: boolean;
  /** relist: the backfill that reads the list. */
  backfillId?: string;
  /** relist: what asked while it ran for another one, which followed at its end. */
  again?: string;
  /** relist: Stripe does not know so many any more; they are kept and marked. */
  gone?: number;
  /** audit: different accounts of those compared, 0 to 1. */
  rate?: number;
  /** audit: differences that had a reason, such as an event on its way. */
  explained?: number;
  /** audit: held here or at Stripe, as the sample was drawn. */
  population?: number;
}

export interface RunRow {
  id: string;
  kind: RunKind;
  state: RunState;
  /** "schedule", another run's kind, or who started it. */
  requestedBy: string;
  createdAt: string;
  startedAt: string | null;
  finishedAt: string | null;
  checked: number;
  found: number;
  healed: number;
  /** What could not be read. */
  failed: number;
  detail: RunFacts;
  /** Why it waits or failed, in words. */
  error: string | null;
}

/** different: fields were wrong. missing: our copy had no such account. gone: Stripe does not know it any more. */
export type FindingKind = 'different' | 'missing' | 'gone';

/** The proof of one account that was not as Stripe has it. People's data is masked. */
export interface RunFinding {
  id: string;
  accountId: string;
  kind: FindingKind;
  at: string;
  isHealed: boolean;
  /** As the history of accounts names them: "status", "balance", "transactionRefresh" … */
  fields: string[];
  ours: Record<string, unknown>;
  stripes: Record<string, unknown>;
}

export interface RunDetail extends RunRow {
  /** Of audits: at most the first 200. */
  findings: RunFinding[];
}
