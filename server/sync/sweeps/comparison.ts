// Our row beside Stripe's answer, field by field, before and after the answer is let in.
import 'server-only';
import type { FindingKind } from '@/domain/run';
import { type Db, Prisma } from '@/server/db';
import type { Answer } from '@/server/stripe/client';
import { toAccount } from '@/server/stripe/map';
import type { WireAccount } from '@/server/stripe/wire';
import { letIn } from '../account';

/** What is compared of an account, by name. */
export type Facts = Record<string, unknown>;

/**
 * SQL: what history tracks of the row `a`, and beside it what never changes. No name or address of a person, no number of an
 * account and no secret is among it, so a finding needs no mask.
 */
const factsOfA = Prisma.sql`account_tracked(a) || jsonb_build_object(
  'livemode', a.livemode, 'createdAt', a.created_at, 'category', a.category, 'subcategory', a.subcategory,
  'institutionId', a.institution_id, 'holderType', a.holder_type, 'transactionRefreshId', a.transaction_refresh_id,
  'balanceRefreshNextAt', a.balance_refresh_next_at, 'ownershipRefreshNextAt', a.ownership_refresh_next_at,
  'transactionRefreshNextAt', a.transaction_refresh_next_at)`;

interface Held {
  id: string;
  evidence_at: Date;
  authorization_id: string | null;
  facts: Facts;
}

/** These accounts as they are held, locked in the order of their ids, as the guard writes them. */
async function held(tx: Db, ids: string[]): Promise<Map<string, Held>> {
  const rows = await tx.$queryRaw<Held[]>`
    select a.id, a.evidence_at, a.authorization_id, ${factsOfA} as facts
    from accounts a where a.id = any(${ids}) order by a.id for update of a`;
  return new Map(rows.map((row) => [row.id, row]));
}

/** The facts of one account now; null when we do not hold it. */
export async function factsOf(tx: Db, id: string): Promise<Facts | null> {
  return (await held(tx, [id])).get(id)?.facts ?? null;
}

/** The facts that an answer of Stripe's says, as they would be stored. */
async function said(tx: Db, accounts: WireAccount[]): Promise<Map<string, Facts>> {
  if (accounts.length === 0) return new Map();
  const rows = await tx.$queryRaw<{ id: string; facts: Facts }[]>`
    select a.id, ${factsOfA} as facts
    from jsonb_populate_recordset(null::accounts, ${JSON.stringify(accounts.map(toAccount))}::jsonb) as a`;
  return new Map(rows.map(({ id, facts }) => [id, facts]));
}

/**
 * Lets an answer in by the guard and records where our rows differed. What the guard would keep (data of disconnected
 * accounts, fields that an API version does not know) is no difference: our row is compared with itself after the write,
 * and only an answer that the guard keeps aside is compared as it came. Answers that were overtaken meanwhile compare
 * nothing. Returns how many were compared.
 */
export async function letInCompared(
  tx: Db,
  runId: string,
  accounts: WireAccount[],
  answer: Answer<unknown>,
  readNo: bigint,
): Promise<number> {
  const ids = accounts.map(({ id }) => id);
  const before = await held(tx, ids);
  const result = await letIn(tx, accounts, answer, { readNo, source: 'sweep' });
  const after = await held(tx, ids);
  const aside = new Set(result.stale.map(({ id }) => id));
  const asideSaid = await said(
    tx,
    accounts.filter(({ id }) => aside.has(id)),
  );
  const overtaken = new Set([...result.olderIds, ...result.overtakenIds]);
  const compared = ids.filter((id) => !overtaken.has(id));
  for (const id of compared) {
    const ours = before.get(id);
    const stripes = (aside.has(id) ? asideSaid.get(id) : after.get(id)?.facts) ?? {};
    const fields = ours ? differing(ours.facts, stripes) : ['createdAt', 'status'];
    if (fields.length === 0) continue;
    await recordFinding(tx, runId, {
      accountId: id,
      kind: ours ? 'different' : 'missing',
      fields,
      ours: ours ? only(ours.facts, fields) : {},
      stripes: only(stripes, fields),
      oursAt: ours?.evidence_at ?? null,
      stripesAt: answer.evidenceAt,
      authorizationId: ours?.authorization_id ?? after.get(id)?.authorization_id ?? null,
    });
  }
  return compared.length;
}

/** The names under which two sets of facts differ; jsonb has one order of keys. */
export const differing = (a: Facts, b: Facts): string[] =>
  Object.keys(b).filter((name) => JSON.stringify(a[name] ?? null) !== JSON.stringify(b[name] ?? null));

export const only = (facts: Facts, names: string[]): Facts =>
  Object.fromEntries(names.map((name) => [name, facts[name] ?? null]));

interface NewFinding {
  accountId: string;
  kind: FindingKind;
  fields: string[];
  ours: Facts;
  stripes: Facts;
  oursAt?: Date | null;
  stripesAt?: Date;
  authorizationId?: string | null;
}

/** A suspicion; it counts when it has been judged. */
export async function recordFinding(tx: Db, runId: string, finding: NewFinding): Promise<void> {
  const { accountId, kind, fields, ours, stripes, oursAt, stripesAt, authorizationId } = finding;
  await tx.$executeRaw`
    insert into drift_findings (run_id, account_id, kind, state, at, fields, ours, stripes, ours_at, stripes_at, authorization_id)
    values (${runId}::uuid, ${accountId}, ${kind}, 'suspected', clock_timestamp(), ${fields}, ${JSON.stringify(ours)}::jsonb,
      ${JSON.stringify(stripes)}::jsonb, ${oursAt?.toISOString() ?? null}::timestamptz,
      coalesce(${stripesAt?.toISOString() ?? null}::timestamptz, now()), ${authorizationId ?? null})`;
}
