// Whether a difference is drift: the one place of the rule.
import 'server-only';
import { type Db, db } from '@/server/db';
import { timings } from '@/server/timings';
import { differing, type Facts, factsOf, only } from './comparison';
import { requestRun } from './request';
import { commitStep, type HeldRun, type Progress, type StepEnd } from './run';

interface Suspicion {
  id: bigint;
  account_id: string;
  kind: string;
  fields: string[];
  ours: Facts;
  stripes: Facts;
  ours_at: Date | null;
  stripes_at: Date;
  age_seconds: number;
  /** An event about it, or an action of ours, was not in our row yet when it was compared. */
  is_under_way: boolean;
  /** A sweep has seen every event until after the comparison. */
  is_swept: boolean;
  is_in_doubt: boolean;
}

/** What no event tells: it is set when an account is linked. */
const fixed = new Set([
  ...['livemode', 'createdAt', 'displayName', 'institutionName', 'institutionId', 'last4'],
  ...['category', 'subcategory', 'holderId', 'holderType'],
]);

/** Which stamp of Stripe's moves with a field. */
const stamps: Record<string, (facts: Facts) => unknown[]> = {
  balance: ({ balance }) => [inside(balance, 'asOf')],
  balanceRefresh: ({ balanceRefresh }) => [inside(balanceRefresh, 'attemptedAt')],
  balanceRefreshNextAt: ({ balanceRefresh }) => [inside(balanceRefresh, 'attemptedAt')],
  ownershipId: ({ ownershipRefresh }) => [inside(ownershipRefresh, 'attemptedAt')],
  ownershipRefresh: ({ ownershipRefresh }) => [inside(ownershipRefresh, 'attemptedAt')],
  ownershipRefreshNextAt: ({ ownershipRefresh }) => [inside(ownershipRefresh, 'attemptedAt')],
  transactionRefresh: ({ transactionRefresh }) => [inside(transactionRefresh, 'attemptedAt')],
  transactionRefreshId: ({ transactionRefresh }) => [inside(transactionRefresh, 'attemptedAt')],
  transactionRefreshNextAt: ({ transactionRefresh }) => [inside(transactionRefresh, 'attemptedAt')],
  // To subscribe starts a refresh.
  subscriptions: ({ transactionRefresh }) => [inside(transactionRefresh, 'attemptedAt')],
};

const inside = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : null;

/**
 * The rule. Our row was proven for one second of Stripe's clock, the answer for a later one. A difference between them
 * is no drift when
 *  1. an event about the account or its authorization, from between the two, was not in our row yet when it was compared:
 *     under way, or lost and found by the sweep of events (which counts it), but not given up;
 *  2. an action of ours on it was under way;
 *  3. Stripe's own stamp for the field says that it changed after our proof (a refresh that began is told by no event);
 *  4. for an account that we lacked: it was linked within the last minute, or the event that tells of the link is such a
 *     one as in 1; whatever else happened to it does not say why we lacked it;
 *  5. Stripe itself took its answer back (the guard had kept it aside).
 * None of these excuses what never changes once an account is linked. Excused or not, the answer has been let in. Nothing
 * is judged before the minute that a delivery may take is over and a sweep has seen all events until then, unless that
 * takes longer than ten minutes.
 */
export async function judge(run: HeldRun): Promise<StepEnd> {
  const suspicions = await open(run.id);
  const judged: Judged[] = [];
  for (const suspicion of suspicions) {
    const verdict = await judgeOne(suspicion);
    if (verdict !== 'wait') judged.push({ suspicion, ...verdict });
  }
  if (judged.length > 0) await commitStep(run, (tx) => settle(tx, run, judged));
  const isWaiting = judged.length < suspicions.length;
  if (isWaiting) {
    // Its result is waited for; one that runs already is as good.
    if (suspicions.some((one) => !one.is_swept))
      await db.$transaction((tx) => requestRun(tx, 'events', 'audit'));
    return { waitSeconds: timings.runWaitSeconds };
  }
  if (suspicions.length === atOnce) return 'more';
  const rate = run.checked === 0 ? 0 : run.found / run.checked;
  await commitStep(run, async () => ({ detail: { rate, explained: run.detail.explained ?? 0 } }));
  return 'done';
}

const atOnce = 500;

async function open(runId: string): Promise<Suspicion[]> {
  // An event's `applied_at` is when its transaction began, which may wait 15 s for the row that we compared.
  return await db.$queryRaw<Suspicion[]>`
    select f.id, f.account_id, f.kind, f.fields, f.ours, f.stripes, f.ours_at, f.stripes_at,
      extract(epoch from now() - f.at)::float8 as age_seconds,
      exists (
        select 1 from events e
        where (e.account_id = f.account_id or (e.object_id = f.authorization_id and e.object_id not like 'fca\_%'))
          and (f.kind <> 'missing' or e.type = 'financial_connections.account.created')
          and e.created_at <= f.stripes_at + interval '2 seconds'
          and e.state not in ('ignored', 'dead') and (e.applied_at is null or e.applied_at > f.at
            or (e.applied_at > f.at - interval '30 seconds' and e.created_at > f.ours_at))
          and e.created_at >= coalesce(f.ours_at, '-infinity')
      ) or exists (
        select 1 from actions c where c.account_id = f.account_id and f.kind <> 'missing'
          and (c.finished_at is null or c.finished_at > f.at - interval '30 seconds') and c.state in ('due', 'done')
      ) as is_under_way,
      coalesce((select swept_to from event_sweep) > f.stripes_at, false) as is_swept,
      exists (select 1 from stale_answers s where s.account_id = f.account_id) as is_in_doubt
    from drift_findings f where f.run_id = ${runId}::uuid and f.state = 'suspected' order by f.id limit ${atOnce}`;
}

interface Verdict {
  /** What has no reason; none: no drift. */
  fields: string[];
  isHealed: boolean;
}

async function judgeOne(suspicion: Suspicion): Promise<Verdict | 'wait'> {
  if (suspicion.kind === 'gone') return { fields: ['knownToStripe'], isHealed: false };
  const fields = unexplained(suspicion);
  if (fields.length === 0) return { fields, isHealed: true };
  const { age_seconds: age, is_swept: isSwept, is_in_doubt: isInDoubt } = suspicion;
  if (age < timings.auditGraceSeconds) return 'wait';
  if ((!isSwept || isInDoubt) && age < timings.auditPatienceSeconds) return 'wait';
  if (suspicion.kind === 'missing') return { fields, isHealed: true };
  const now = await factsOf(db, suspicion.account_id);
  const isAsItWas = now !== null && differing(only(now, fields), only(suspicion.ours, fields)).length === 0;
  if (isAsItWas && !isInDoubt) return { fields: [], isHealed: true };
  return { fields, isHealed: !isAsItWas };
}

function unexplained(suspicion: Suspicion): string[] {
  const {
    kind,
    fields,
    stripes,
    ours_at: oursAt,
    stripes_at: stripesAt,
    is_under_way: isUnderWay,
  } = suspicion;
  if (kind === 'missing') {
    const linkedAt = Date.parse(String(stripes.createdAt));
    const isNew = linkedAt > stripesAt.getTime() - timings.auditGraceSeconds * 1000;
    return isNew || isUnderWay ? [] : fields;
  }
  return fields.filter((field) => {
    if (fixed.has(field)) return true;
    return !isUnderWay && !hasMoved(field, stripes, oursAt);
  });
}

/** Only the differing facts are kept, and a stamp that did not move is among those that did not differ. */
function hasMoved(field: string, stripes: Facts, oursAt: Date | null): boolean {
  const told = stamps[field]?.(stripes) ?? [];
  return told.some((stamp) => typeof stamp === 'string' && Date.parse(stamp) >= (oursAt?.getTime() ?? 0));
}

type Judged = Verdict & { suspicion: Suspicion };

async function settle(tx: Db, run: HeldRun, judged: Judged[]): Promise<Progress> {
  const excused = judged.filter(({ fields }) => fields.length === 0);
  const drifted = judged.filter(({ fields }) => fields.length > 0);
  await tx.driftFinding.deleteMany({ where: { id: { in: excused.map(({ suspicion }) => suspicion.id) } } });
  for (const one of drifted) await confirm(tx, one);
  return {
    found: drifted.length,
    healed: drifted.filter(({ isHealed }) => isHealed).length,
    detail: { explained: (run.detail.explained ?? 0) + excused.length },
  };
}

async function confirm(
  tx: Db,
  { suspicion: { id, ours, stripes }, fields, isHealed }: Judged,
): Promise<void> {
  await tx.$executeRaw`
    update drift_findings set state = 'confirmed', fields = ${fields}, is_healed = ${isHealed},
      ours = ${JSON.stringify(only(ours, fields))}::jsonb, stripes = ${JSON.stringify(only(stripes, fields))}::jsonb
    where id = ${id}`;
}
