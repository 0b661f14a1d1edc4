// Whether Stripe answers, agreed upon by all processes (stripe_health). While it does not, people hear so at once, jobs
// wait, and one process tries every few seconds.
import 'server-only';
import { config } from '@/server/config';
import { errorFacts } from '@/server/error-facts';
import { log } from '@/server/log';
import { timings } from '@/server/timings';
import { StripeCallError, unsent } from '../call-error';
import { exchange } from './exchange';
import type { Lane } from './lane';
import { askAll } from './shared';
import { isOutage, noFailures, withFailure } from './tally';

let tally = noFailures;
/** Null: Stripe answers, as far as this process knows. */
let openSince: Date | null = null;
let isTold = false;
let isWatching = false;
let waiting = new Set<() => void>();
/** More would take the worker's places from work that needs no Stripe; they come again by their queue. */
const mostWaiting = 2;
const lookMs = Math.min(1_000, timings.probeMs / 5);

/** Throws `stripe_unavailable` for a person while Stripe does not answer; a job waits until it does, or its deadline. */
export async function requireAnswering(lane: Lane, deadlineAt: number): Promise<void> {
  if (openSince === null) return;
  if (lane === 'interactive' || waiting.size >= mostWaiting) throw silent(openSince, lane);
  const hasReturned = await new Promise<boolean>((resolve) => {
    const leave = () => {
      clearTimeout(timer);
      resolve(true);
    };
    const giveUp = () => {
      waiting.delete(leave);
      resolve(false);
    };
    const timer = setTimeout(giveUp, Math.max(0, deadlineAt - performance.now()));
    waiting.add(leave);
  });
  if (!hasReturned) throw silent(openSince ?? new Date(), lane);
}

function silent(since: Date, lane: Lane): StripeCallError {
  const at = since.toISOString().slice(11, 19);
  return unsent('stripe_unavailable', `Stripe has not answered since ${at} UTC.`, lane);
}

/** Stripe answered, whatever it said. */
export function noteAnswer(): void {
  tally = noFailures;
  const nowAt = performance.now();
  if (nowAt < nextNoteAt) return;
  nextNoteAt = nowAt + noteEveryMs;
  void askAll('update stripe_health set last_answer_at = now() where not is_open');
}
const noteEveryMs = 5_000;
let nextNoteAt = 0;

/** A call that was sent `tookMs` ago brought no answer. */
export function noteFailure(error: StripeCallError, tookMs: number): void {
  const nowMs = Date.now();
  tally = withFailure(tally, nowMs - tookMs);
  if (openSince !== null || !isOutage(tally, nowMs)) return;
  log.warn({ failures: tally.failures, code: error.code }, 'Stripe does not answer: calls are held back');
  isTold = false;
  openSince = new Date(tally.sinceMs);
  void watch(error.message);
}

/** Another process found that Stripe does not answer. */
export function adopt(since: Date): void {
  if (openSince !== null) return;
  isTold = true;
  openSince = since;
  void watch('');
}

/** Takes part in finding out when Stripe is back, if it is away; for a process that calls nothing by itself. */
export async function watchStripe(): Promise<void> {
  const rows = await askAll<{ since: Date }>('select since from stripe_health where is_open');
  if (rows?.[0]) adopt(rows[0].since);
}

async function watch(firstError: string): Promise<void> {
  if (isWatching) return;
  isWatching = true;
  let triedAt = Number.NEGATIVE_INFINITY;
  let lastError = firstError;
  try {
    while (openSince !== null) {
      if (!isTold) isTold = await tell(openSince, lastError);
      const agreed = isTold ? await claimProbe() : null;
      if (agreed && !agreed.is_open) return close();
      // Alone while Postgres is away as well.
      const isMine = agreed ? agreed.is_mine : performance.now() - triedAt >= timings.probeMs;
      if (isMine) {
        triedAt = performance.now();
        const error = await probe();
        if (error === null) return await closeForAll();
        lastError = error;
        await askAll('update stripe_health set last_error = $1 where is_open', [error]);
      }
      await new Promise((resolve) => setTimeout(resolve, lookMs));
    }
  } finally {
    isWatching = false;
  }
}

async function tell(since: Date, error: string): Promise<boolean> {
  const sql = `update stripe_health set is_open = true, since = least($1, now()), last_error = $2, probed_at = null
    where not is_open`;
  return (await askAll(sql, [since, error])) !== null;
}

async function claimProbe(): Promise<{ is_open: boolean; is_mine: boolean } | null> {
  const sql = `
    with mine as (
      update stripe_health set probed_at = now()
      where is_open and (probed_at is null or probed_at <= now() - $1 * interval '1 millisecond') returning 1
    ) select is_open, exists (select from mine) as is_mine from stripe_health`;
  const rows = await askAll<{ is_open: boolean; is_mine: boolean }>(sql, [timings.probeMs]);
  return rows?.[0] ?? null;
}

/** Null when Stripe answered, a refusal included. */
async function probe(): Promise<string | null> {
  const call = {
    lane: 'interactive',
    operation: 'account.retrieve',
    method: 'GET',
    path: '/v1/account',
  } as const;
  try {
    await exchange(call, config().stripeApiVersion, performance.now() + timings.probeMs * 0.8);
    return null;
  } catch (error) {
    if (error instanceof StripeCallError) return error.isOutage ? error.message : null;
    // A fault of ours must not end the watch, or the breaker would never close.
    log.error({ error: errorFacts(error) }, 'could not try whether Stripe answers');
    return 'This console could not try whether Stripe answers.';
  }
}

async function closeForAll(): Promise<void> {
  const sql = `update stripe_health set is_open = false, since = now(), last_answer_at = now(), last_error = null,
    probed_at = null where is_open`;
  await askAll(sql);
  close();
}

function close(): void {
  log.info({}, 'Stripe answers again');
  openSince = null;
  tally = noFailures;
  const released = waiting;
  waiting = new Set();
  for (const leave of released) leave();
}
