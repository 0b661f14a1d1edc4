// How every outgoing POST is done: a row first, then the call, then the result with its audit entry, in one transaction.
import 'server-only';
import { createHash, randomUUID } from 'node:crypto';
import { verbOf } from '@/domain/audit';
import { recordAudit } from '@/server/audit';
import { type Db, db, type Prisma } from '@/server/db';
import { AppError, isDatabaseOut, toAppError } from '@/server/errors';
import { enqueue } from '@/server/jobs/queue';
import { hold, isFree, type Lease, LeaseLost, leaseEnd, requireLease } from '@/server/leases';
import { StripeCallError } from '@/server/stripe/call-error';
import type { Answer, Lane } from '@/server/stripe/client';
import { noteClock } from '@/server/sync/clock';
import { timings } from '@/server/timings';

/** Who asks, and the key that makes asking twice the same as asking once. */
export interface Intent {
  requestKey: string;
  actor: string;
}

export type ActionKind =
  | 'refresh'
  | 'disconnect'
  | 'subscribe'
  | 'unsubscribe'
  | 'session.create'
  | 'relink.create';

/** What an operator asked for, as it is stored. */
export interface Asked {
  kind: ActionKind;
  accountId: string | null;
  params: Prisma.InputJsonObject;
  reason: string | null;
}

/** An action that this process holds: results are written only while `leaseNo` is still ours. */
export interface HeldAction extends Asked {
  id: string;
  actor: string;
  generation: number;
  leaseNo: number;
  before: Prisma.JsonValue;
}

/** How one kind of action calls Stripe and what it does with the answer. */
export interface Deed<T> {
  /** Takes the locks it needs, throws the refusal in words, and answers what the audit entry shows as "before". */
  check(tx: Db): Promise<Prisma.InputJsonValue | null>;
  call(lane: Lane, idempotencyKey: string): Promise<Answer<T>>;
  /** Stores Stripe's answer; answers the id that the audit entry is about and what changed. */
  keep(tx: Db, answer: Answer<T>, readNo: bigint): Promise<Kept>;
  /** Before a person is answered: makes sure that the copy shows what was done. Never throws. */
  show?(): Promise<void>;
}

export interface Kept {
  targetType: 'account' | 'session';
  targetId: string;
  after: Prisma.InputJsonValue | null;
}

/** The claim by which this process holds the action. */
export const leaseOf = ({ id, leaseNo }: HeldAction): Lease => ({ table: 'actions', id, leaseNo });

/**
 * Does it once, however often it is asked with the same key. Answers the id of what it was done to.
 * Throws the refusal, `request_in_progress` while an earlier call with the key runs, `request_key_reused` for
 * another content, or what Stripe said.
 */
export async function perform<T>(asked: Asked, intent: Intent, deed: Deed<T>): Promise<Kept> {
  const begun = await begin(asked, intent, deed);
  if ('kept' in begun) return begun.kept;
  try {
    const kept = await hold(leaseOf(begun.held), () => carryOut(begun.held, deed, 'interactive'));
    await deed.show?.();
    return kept;
  } catch (error) {
    if (error instanceof LeaseLost) throw goesOnElsewhere(error);
    const isKept = await letGo(begun.held, error, 1);
    throw isKept ? keptForLater(error) : error;
  }
}

/** What the operator is told when nobody knows yet whether it happened. */
function keptForLater(error: unknown): AppError {
  const { code, message, extra } = toAppError(error);
  const detail = `${message} Your request is kept: its result will show on the page as soon as Stripe tells it.`;
  return new AppError(code, detail, { ...extra, kept: true }, { cause: error });
}

/** This process was frozen for so long that another one has the action now. */
const goesOnElsewhere = (cause: LeaseLost) =>
  new AppError(
    'request_in_progress',
    'This request took too long here and goes on elsewhere. Its result will show on the page.',
    {},
    { cause },
  );

async function begin<T>(
  asked: Asked,
  intent: Intent,
  deed: Deed<T>,
): Promise<{ held: HeldAction } | { kept: Kept }> {
  const requestHash = createHash('sha256')
    .update(JSON.stringify([asked.kind, asked.accountId, asked.params, asked.reason]))
    .digest('hex');
  return await db.$transaction(async (tx) => {
    // Two requests with one key: the second waits here until the first has written its row.
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext(${`request:${intent.actor}:${intent.requestKey}`}))`;
    const earlier = await tx.action.findUnique({
      where: { actor_requestKey: { actor: intent.actor, requestKey: intent.requestKey } },
    });
    if (earlier) return { kept: answerAgain(earlier, requestHash) };
    const before = await deed.check(tx);
    const id = randomUUID();
    await tx.$executeRaw`
      insert into actions (id, kind, account_id, params, reason, actor, request_key, request_hash, state, before,
        attempts, lease_no, lease_until)
      values (${id}::uuid, ${asked.kind}, ${asked.accountId}, ${JSON.stringify(asked.params)}::jsonb, ${asked.reason},
        ${intent.actor}, ${intent.requestKey}, ${requestHash}, 'due', ${before === null ? null : JSON.stringify(before)}::jsonb,
        1, 1, ${leaseEnd})`;
    // Should this process die, the worker finds the row when the lease is over.
    await ring(tx, id, timings.leaseSeconds + 1);
    return {
      held: {
        ...asked,
        id,
        actor: intent.actor,
        generation: 1,
        leaseNo: 1,
        before: before as Prisma.JsonValue,
      },
    };
  });
}

interface EarlierAction {
  id: string;
  requestHash: string;
  state: string;
  answerStatus: number | null;
  answer: Prisma.JsonValue;
}

function answerAgain(earlier: EarlierAction, requestHash: string): Kept {
  if (earlier.requestHash !== requestHash) {
    throw new AppError(
      'request_key_reused',
      'This request key was already used for something else. Use a new one.',
    );
  }
  const answer = earlier.answer as {
    kept?: Kept;
    error?: { code: AppError['code']; detail: string; extra: object };
  } | null;
  if (earlier.state === 'done' && answer?.kept) return answer.kept;
  if (earlier.state === 'failed' && answer?.error) {
    throw new AppError(answer.error.code, answer.error.detail, answer.error.extra);
  }
  throw new AppError(
    'request_in_progress',
    'This request is still running. Its result will show on the page.',
  );
}

/** Calls Stripe and writes the result. Who calls it lets go of the action when it throws. */
export async function carryOut<T>(held: HeldAction, deed: Deed<T>, lane: Lane): Promise<Kept> {
  const readNo = await readNoWhileHeld(held);
  const answer = await deed.call(lane, idempotencyKey(held));
  await noteClock(answer);
  return await finish(held, answer.requestId, (tx) => deed.keep(tx, answer, readNo));
}

/** As nextReadNo, but only for the holder: one that was frozen and wakes just here sends nothing. */
async function readNoWhileHeld(held: HeldAction): Promise<bigint> {
  const [row] = await db.$queryRaw<{ no: bigint }[]>`
    update actions set lease_until = ${leaseEnd}
    where id = ${held.id}::uuid and lease_no = ${held.leaseNo} and state = 'due' and lease_until is not null
    returning nextval('read_no') as no`;
  if (!row) throw new LeaseLost(leaseOf(held));
  return row.no;
}

/** Same key for every try of one generation; Stripe keeps it for at least 24 h. */
export const idempotencyKey = (action: { id: string; generation: number }) =>
  `relink:${action.id}:${action.generation}`;

/** Result, audit entry, account and jobs in one transaction. Throws LeaseLost, and writes nothing, when it is not ours. */
export async function finish(
  held: HeldAction,
  stripeRequestId: string | null,
  keep: (tx: Db) => Promise<Kept>,
): Promise<Kept> {
  return await db.$transaction(async (tx) => {
    await requireLease(tx, leaseOf(held));
    const kept = await keep(tx);
    if (wasOpen(held)) await tellOf(tx, held.accountId);
    await tx.$executeRaw`
      update actions set state = 'done', answer_status = 200, answer = ${JSON.stringify({ kept })}::jsonb,
        session_id = ${kept.targetType === 'session' ? kept.targetId : null}, stripe_request_id = ${stripeRequestId},
        lease_until = null, finished_at = now()
      where id = ${held.id}::uuid`;
    await recordAudit(tx, {
      actor: held.actor,
      verb: verbOf(held.kind),
      targetType: kept.targetType,
      targetId: kept.targetId,
      actionId: held.id,
      reason: held.reason,
      before: held.before as Prisma.InputJsonValue | null,
      after: kept.after,
      outcome: 'done',
      stripeRequestId,
    });
    return kept;
  });
}

/**
 * After an error. Stripe said no: final, audited, answers false. No answer, 5xx, 429 or still running: the row stays
 * due, the worker takes it up after an ever longer pause, answers true.
 */
export async function letGo(held: HeldAction, error: unknown, attempts: number): Promise<boolean> {
  const isFinal = error instanceof StripeCallError && !error.mayHaveHappened && error.httpStatus !== 429;
  if (isFinal) {
    await fail(held, error);
    return false;
  }
  const isStored = error instanceof StripeCallError && error.httpStatus !== null && error.httpStatus >= 500;
  // A trouble of our own, not of Stripe: it is no try, and goes on as soon as Postgres answers.
  const isOurs = isDatabaseOut(error);
  const pauseSeconds = isOurs ? 1 : Math.min(5 * 2 ** (attempts - 1), 900) * (0.75 + Math.random() / 2);
  await db.$transaction(async (tx) => {
    const count = await tx.$executeRaw`
      update actions set lease_until = null, error_code = ${toAppError(error).code},
        answer_status = ${isStored ? 500 : null}::int, attempts = attempts - ${isOurs ? 1 : 0}
      where id = ${held.id}::uuid and lease_no = ${held.leaseNo} and state = 'due'`;
    // Another holder has it now, and rings for itself.
    if (count === 0) return;
    await tellOf(tx, held.accountId);
    await ring(tx, held.id, pauseSeconds);
  });
  return true;
}

/** Ends an action as failed, with its audit entry; asked again with the same key it answers the same error. */
export async function fail(held: HeldAction, error: unknown): Promise<void> {
  const known = toAppError(error);
  const stripeRequestId = error instanceof StripeCallError ? error.stripeRequestId : null;
  const answer = { error: { code: known.code, detail: known.message, extra: known.extra } };
  await db.$transaction(async (tx) => {
    const count = await tx.$executeRaw`
      update actions set state = 'failed', answer_status = ${known.status}, answer = ${JSON.stringify(answer)}::jsonb,
        error_code = ${known.code}, stripe_request_id = ${stripeRequestId}, lease_until = null, finished_at = now()
      where id = ${held.id}::uuid and lease_no = ${held.leaseNo} and state = 'due'`;
    if (count === 0) return;
    await recordAudit(tx, {
      actor: held.actor,
      verb: verbOf(held.kind),
      targetType: held.accountId ? 'account' : 'session',
      targetId: held.accountId ?? held.id,
      actionId: held.id,
      reason: held.reason,
      before: held.before as Prisma.InputJsonValue | null,
      after: { code: known.code, detail: known.message },
      outcome: 'failed',
      stripeRequestId,
    });
    if (!held.accountId) return;
    if (wasOpen(held)) await tellOf(tx, held.accountId);
    // Stripe knows something of this account that our copy does not.
    const payload = { id: held.accountId };
    await enqueue(tx, [{ name: 'read-account', payload, key: `read:${held.accountId}`, priority: 1 }]);
  });
}

/** It was let go at least once, so that pages may show it as without a result. */
const wasOpen = ({ leaseNo }: HeldAction) => leaseNo > 1;

/** Pages that show the account learn that one of its actions is open, or has ended. */
async function tellOf(tx: Db, accountId: string | null): Promise<void> {
  if (accountId === null) return;
  await tx.$executeRaw`update accounts set version = nextval('change_version') where id = ${accountId}`;
}

async function ring(tx: Db, id: string, delaySeconds: number): Promise<void> {
  await enqueue(tx, [
    { name: 'resume-action', payload: { id }, key: `action:${id}`, delaySeconds, priority: 1 },
  ]);
}

/** Takes an action whose holder let go or died; null when it is done or someone holds it. */
export async function claimAction(id: string): Promise<(HeldAction & ClaimFacts) | null> {
  const [row] = await db.$queryRaw<ClaimRow[]>`
    update actions set lease_no = lease_no + 1, attempts = attempts + 1,
      lease_until = ${leaseEnd}
    where id = ${id}::uuid and state = 'due' and ${isFree}
    returning id, kind, account_id, params, reason, actor, generation, lease_no, before, attempts, answer_status, created_at`;
  if (!row) return null;
  return {
    id: row.id,
    kind: row.kind,
    accountId: row.account_id,
    params: row.params,
    reason: row.reason,
    actor: row.actor,
    generation: row.generation,
    leaseNo: row.lease_no,
    before: row.before,
    attempts: row.attempts,
    isErrorStored: row.answer_status === 500,
    createdAt: row.created_at,
  };
}

export interface ClaimFacts {
  attempts: number;
  /** Stripe answered 5xx: it may replay that answer for this key for a day. */
  isErrorStored: boolean;
  createdAt: Date;
}

interface ClaimRow {
  id: string;
  kind: ActionKind;
  account_id: string | null;
  params: Prisma.InputJsonObject;
  reason: string | null;
  actor: string;
  generation: number;
  lease_no: number;
  before: Prisma.JsonValue;
  attempts: number;
  answer_status: number | null;
  created_at: Date;
}

/** A new key for the next try: only after a read has shown that the effect is missing. */
export async function nextGeneration<Action extends HeldAction>(held: Action): Promise<Action> {
  const count = await db.$executeRaw`
    update actions set generation = generation + 1, answer_status = null
    where id = ${held.id}::uuid and lease_no = ${held.leaseNo} and state = 'due'`;
  if (count === 0) throw new LeaseLost(leaseOf(held));
  return { ...held, generation: held.generation + 1 };
}
