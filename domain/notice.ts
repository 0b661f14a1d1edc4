// What an operator should know and nobody is asked about, told until it is over.

export interface Notice {
  /** wrong_mode, events_quiet, event_gap, or a later one */
  kind: string;
  /** A sentence with the facts. */
  detail: string;
  times: number;
  firstAt: string;
  lastAt: string;
}

interface NoticeWords {
  title: string;
  /** What to do about it, or why nothing need be done. */
  next: string | null;
}

const words: Record<string, NoticeWords> = {
  wrong_mode: {
    title: 'Events of the other mode arrive',
    next: 'They are refused. At Stripe, end the endpoint of the other mode, or give it the address of its own console.',
  },
  events_quiet: {
    title: 'Fewer events than normal for this hour',
    next: 'Nothing is lost: what was missed is swept from Stripe. Check the webhook endpoint.',
  },
  event_gap: {
    title: 'Events between two sweeps are gone',
    next: 'Stripe keeps events for 30 days. Every account is read anew, so that the copy is true again.',
  },
  accounts_gone: {
    title: 'Accounts that Stripe does not know',
    next: 'They are kept as last seen. Look at their history for when they were last at Stripe.',
  },
};

/** Title and next step; a kind without words is told by its detail alone. */
export const noticeWords = (kind: string): NoticeWords => words[kind] ?? { title: 'Notice', next: null };
