// Whether Stripe and the worker are there, as their own rows tell it: no call to Stripe.
import 'server-only';
import { mostWaiting, type Status, type StripeStatus } from '@/domain/status';
import { config } from '@/server/config';
import type { Db } from '@/server/db';
import { timings } from '@/server/timings';

interface HealthRow {
  is_open: boolean;
  since: Date;
  last_answer_at: Date | null;
  last_error: string | null;
  refused: string[] | null;
  refused_since: Date | null;
  beat_at: Date | null;
  is_alive: boolean | null;
  has_endpoint: boolean;
  waiting: number;
  oldest_at: Date | null;
}

/** A refusal of one operation that nobody has tried again for so long says nothing about now. */
const refusalHours = 1;

/** One query over a handful of rows and the head of an index. */
export async function readStatus(db: Db): Promise<Status> {
  const [row] = await db.$queryRaw<HealthRow[]>`
    select health.is_open, health.since, health.last_answer_at, health.last_error,
      refusal.refused, refusal.refused_since, beat.beat_at,
      beat.beat_at > now() - ${timings.deadAfterSeconds} * interval '1 second' as is_alive,
      exists (select 1 from webhook_endpoints where retired_at is null) as has_endpoint,
      events.waiting, events.oldest_at
    from stripe_health as health
    left join lateral (
      select array_agg(name order by name) as refused, to_timestamp(min(refused_since_ms) / 1000.0) as refused_since
      from stripe_limits
      where to_timestamp(refused_ms / 1000.0) > now() - ${refusalHours} * interval '1 hour'
    ) as refusal on true
    left join lateral (select max(beat_at) as beat_at from worker_beats) as beat on true
    left join lateral (
      select count(*)::int as waiting, min(received_at) as oldest_at from (
        select received_at from events where state = 'due' and due_at <= now() order by due_at limit ${mostWaiting}
      ) as due
    ) as events on true`;
  if (!row)
    throw new Error('The row of stripe_health is missing: the migrations are not applied as they stand.');
  const worker = { isAlive: row.is_alive ?? false, lastBeatAt: row.beat_at?.toISOString() ?? null };
  const byEnvironment = config().webhookSecrets.length > 0 ? 'by_environment' : 'not_connected';
  const hearing = {
    webhooks: row.has_endpoint ? 'connected' : byEnvironment,
    waiting: row.waiting,
    oldestAt: row.oldest_at?.toISOString() ?? null,
  } as const;
  return { stripe: stripeStatus(row), worker, hearing };
}

function stripeStatus(row: HealthRow): StripeStatus {
  const lastAnswerAt = row.last_answer_at?.toISOString() ?? null;
  if (row.is_open) {
    return {
      state: 'not_answering',
      since: row.since.toISOString(),
      lastAnswerAt,
      lastError: row.last_error,
    };
  }
  if (row.refused && row.refused_since) {
    const since = row.refused_since.toISOString();
    return { state: 'configuration', since, lastAnswerAt, lastError: refusalWords(row.refused) };
  }
  return { state: 'answering', since: row.since.toISOString(), lastAnswerAt, lastError: null };
}

function refusalWords(operations: string[]): string {
  if (operations.includes('all'))
    return 'Stripe refuses the secret key of this console: check STRIPE_SECRET_KEY.';
  return `The secret key lacks the right to: ${operations.join(', ')}. Give it at Stripe, or set another STRIPE_SECRET_KEY.`;
}
