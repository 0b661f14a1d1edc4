// Turns under Stripe's rate limits: one budget for all processes, in Postgres (stripe_take_turns); people come first.
import 'server-only';
import { config } from '@/server/config';
import { timings } from '@/server/timings';
import { keyRefused, unsent } from '../call-error';
import { deadlineMs, type Lane } from './lane';
import { askAll } from './shared';

/** Of each limit, so that other users of the same Stripe account find room. */
const share = 0.8;
/** A second, and what a turn may be late on its way: no second at Stripe's end sees more than the limit. */
const windowMs = 1_200;
/** At once for one queue: the others get their part of what is free. */
const mostAtOnce = 4;
/** Of the budget, for one process that cannot ask the others. */
const aloneShare = 0.15;
const aloneWaitMs = 100;

export interface Turn {
  /** Stripe refused the key or this operation before; this call finds out whether it still does. */
  isTrial: boolean;
  /** Not a turn: another process found that Stripe does not answer. */
  openSince: Date | null;
}

interface Waiting {
  deadlineAt: number;
  take: (turn: Turn) => void;
  refuse: (error: unknown) => void;
}

interface Queue {
  lane: Lane;
  operation: string;
  waiting: Waiting[];
}

const queues = new Map<string, Queue>();

/** Waits for a turn, in order of arrival within a lane and operation, until `deadlineAt` (of performance.now). */
export function takeTurn(lane: Lane, operation: string, deadlineAt: number): Promise<Turn> {
  const name = `${lane} ${operation}`;
  const queue = queues.get(name) ?? { lane, operation, waiting: [] };
  queues.set(name, queue);
  return new Promise((take, refuse) => {
    queue.waiting.push({ deadlineAt, take, refuse });
    if (queue.waiting.length > 1) return;
    serve(queue).catch((error) => {
      for (const one of queue.waiting.splice(0)) one.refuse(error);
    });
  });
}

async function serve(queue: Queue): Promise<void> {
  while (queue.waiting.length > 0) {
    const waitMs = await serveSome(queue);
    const nowAt = performance.now();
    const late = queue.waiting.filter(({ deadlineAt }) => deadlineAt <= nowAt);
    queue.waiting = queue.waiting.filter((one) => !late.includes(one));
    const seconds = deadlineMs[queue.lane] / 1000;
    for (const one of late) {
      one.refuse(
        unsent('rate_limited', `There was no room under Stripe's rate limit for ${seconds} s.`, queue.lane),
      );
    }
    if (waitMs === 0 || queue.waiting.length === 0) continue;
    const untilNext = Math.min(...queue.waiting.map(({ deadlineAt }) => deadlineAt)) - nowAt;
    // Not all processes at the same moment.
    await new Promise((resolve) => setTimeout(resolve, Math.min(waitMs + Math.random() * 10, untilNext)));
  }
}

interface Given {
  granted: number;
  wait_ms: number;
  refusal: string | null;
  is_trial: boolean;
  open_since: Date | null;
}

/** Serves from the head of the queue; answers how long to wait, 0 when somebody was served. */
async function serveSome(queue: Queue): Promise<number> {
  const { lane, operation } = queue;
  const isPerson = lane === 'interactive';
  const { whole, each } = limits();
  const wanted = Math.min(queue.waiting.length, mostAtOnce);
  const rows = await askAll<Given>(
    'select granted, wait_ms, refusal, is_trial, open_since from stripe_take_turns($1, $2, $3, $4, $5, $6, $7)',
    [operation, isPerson, wanted, whole, each, windowMs, timings.refusedMs],
  );
  const given = rows === null ? takeAlone(isPerson, Math.min(whole, each)) : rows[0];
  if (!given) return aloneWaitMs;
  if (given.open_since) {
    for (const one of queue.waiting.splice(0)) one.take({ isTrial: false, openSince: given.open_since });
    return 0;
  }
  if (given.refusal !== null) {
    const detail = `${keyRefused} It is tried again in ${Math.ceil(given.wait_ms / 1000)} s.`;
    for (const one of queue.waiting.splice(0)) one.refuse(unsent('stripe_failed', detail, lane));
    return 0;
  }
  for (const one of queue.waiting.splice(0, given.granted)) {
    one.take({ isTrial: given.is_trial, openSince: null });
  }
  return given.granted > 0 ? 0 : given.wait_ms;
}

function limits(): { whole: number; each: number } {
  const { rateLimit, rateLimitPerOperation } = config();
  return { whole: Math.floor(rateLimit * share), each: Math.floor(rateLimitPerOperation * share) };
}

let takenAlone: number[] = [];

function takeAlone(isPerson: boolean, whole: number): Given {
  const nowAt = performance.now();
  takenAlone = takenAlone.filter((at) => at > nowAt - windowMs);
  const most = Math.max(2, Math.floor(whole * aloneShare));
  const granted = takenAlone.length < (isPerson ? most : Math.ceil(most / 2)) ? 1 : 0;
  if (granted > 0) takenAlone.push(nowAt);
  return { granted, wait_ms: aloneWaitMs, refusal: null, is_trial: false, open_since: null };
}

/** Stripe said 429: the limit in all or of this operation is halved for everyone, and grows back. */
export async function slowDown(operation: string, reason: string): Promise<void> {
  // The remaining reason, "resource-specific", is about one object.
  if (!/^(global|endpoint)/.test(reason)) return;
  await askAll('select stripe_cut_rate($1)', [reason.startsWith('global') ? 'all' : operation]);
}

/** Stripe refused the key itself (401), or its right to this operation (403): everyone tries once a minute only. */
export async function noteRefusal(operation: string, httpStatus: number): Promise<void> {
  await askAll('select stripe_note_refusal($1)', [httpStatus === 401 ? 'all' : operation]);
}

/** A start may bring another key: what the one before was refused says nothing about it. */
export async function forgetRefusals(): Promise<void> {
  await askAll(
    'update stripe_limits set refused_since_ms = null, refused_ms = null where refused_ms is not null',
  );
}

/** The key is good for this operation again. */
export async function forgetRefusal(operation: string): Promise<void> {
  await askAll(
    `update stripe_limits set refused_since_ms = null, refused_ms = null
      where name in ('all', $1) and refused_ms is not null`,
    [operation],
  );
}
