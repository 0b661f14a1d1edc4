// The drift audit: a random sample is compared with Stripe before it is let in; what differs without a reason is drift.
import 'server-only';
import { z } from 'zod';
import { db, nextReadNo } from '@/server/db';
import { StripeCallError } from '@/server/stripe/call-error';
import { type Answer, listAccountsPage, retrieveAccount } from '@/server/stripe/client';
import type { WireAccount } from '@/server/stripe/wire';
import { timings } from '@/server/timings';
import { noteClock } from '../clock';
import { markAbsent, reviewAbsences } from './absence';
import { letInCompared, recordFinding } from './comparison';
import { judge } from './judgement';
import { countAccounts } from './population';
import { commitStep, type HeldRun, type RunStep, type StepEnd } from './run';

const Cursor = z.discriminatedUnion('stage', [
  z.object({
    stage: z.literal('pages'),
    /** After which accounts of Stripe's list the pages of the sample begin; null: at its start. */
    starts: z.array(z.string().nullable()),
    /** The page under way, and for a small fleet how far its one long page has come. */
    at: z.number(),
    after: z.string().nullable(),
    isWhole: z.boolean(),
  }),
  z.object({ stage: z.literal('judge') }),
]);
type Pages = Extract<z.infer<typeof Cursor>, { stage: 'pages' }>;

/**
 * A page of the list costs one call and brings a hundred accounts, so the sample is pages that begin at random accounts
 * (blocks of the table picked by Postgres, never a sort of all). A page also shows what we lack, and what we hold within
 * its range that Stripe does not list. Small fleets are compared whole. Every answer is let in by the guard, so the
 * comparison heals; suspicions are judged later (judgement.ts).
 */
export const audit: RunStep = async (run) => {
  if (run.cursor === null) return await drawSample(run);
  const cursor = Cursor.parse(run.cursor);
  return cursor.stage === 'pages' ? await comparePage(run, cursor) : await judge(run);
};

const pageSize = 100;

async function drawSample(run: HeldRun): Promise<StepEnd> {
  const population = await countAccounts();
  const sample = Math.max(timings.auditSample, Math.ceil(population / 100));
  const isWhole = population <= sample;
  const starts = isWhole ? [null] : [null, ...(await randomIds(Math.ceil(sample / pageSize), population))];
  await commitStep(run, async () => ({
    cursor: { stage: 'pages', starts, at: 0, after: starts[0] ?? null, isWhole },
    detail: { population },
  }));
  return 'more';
}

/** Random blocks of the table, and among their rows random ones: nothing is read but these blocks. */
async function randomIds(count: number, population: number): Promise<string[]> {
  const percent = Math.min(100, (100 * Math.max(count * 5, 50)) / Math.max(population, 1));
  const rows = await db.$queryRaw<{ id: string }[]>`
    select id from accounts tablesample system (${percent}) limit ${count * 500}`;
  const shuffled = rows.map(({ id }) => ({ id, key: Math.random() })).sort((a, b) => a.key - b.key);
  return shuffled.slice(0, count).map(({ id }) => id);
}

async function comparePage(run: HeldRun, cursor: Pages): Promise<StepEnd> {
  const readNo = await nextReadNo(db);
  const answer = await listPage(cursor.after);
  const isPageEnd = !cursor.isWhole || !answer?.data.hasMore;
  const next = cursor.starts[cursor.at + 1];
  const isLast = isPageEnd && next === undefined;
  const nextCursor = isLast
    ? { stage: 'judge' }
    : isPageEnd
      ? { ...cursor, at: cursor.at + 1, after: next ?? null }
      : { ...cursor, after: answer?.data.lastId ?? null };
  if (answer) for (const id of await unlistedWithin(answer.data.rows)) await compareOne(run, id);
  await commitStep(run, async (tx) => {
    const compared = answer ? await letInCompared(tx, run.id, answer.data.rows, answer, readNo) : 0;
    if (isLast) await reviewAbsences(tx);
    return { cursor: nextCursor, checked: compared, failed: answer?.data.unreadableIds.length ?? 0 };
  });
  return 'more';
}

/** Null when the account after which the page begins is not known to Stripe: others stand for it. */
async function listPage(after: string | null) {
  try {
    const answer = await listAccountsPage('job', after);
    await noteClock(answer);
    return answer;
  } catch (error) {
    if (after !== null && error instanceof StripeCallError && error.stripeCode === 'resource_missing')
      return null;
    throw error;
  }
}

/** What we hold, created between the first and the last account of a page, that the page does not show. */
async function unlistedWithin(rows: WireAccount[]): Promise<string[]> {
  const created = rows.flatMap((row) => (row.created ? [row.created * 1000] : []));
  if (created.length < 2) return [];
  const held = await db.account.findMany({
    where: {
      createdAt: { gt: new Date(Math.min(...created)), lt: new Date(Math.max(...created)) },
      id: { notIn: rows.map(({ id }) => id) },
      status: { not: 'disconnected' },
      absence: null,
    },
    select: { id: true },
    take: 20,
  });
  return held.map(({ id }) => id);
}

async function compareOne(run: HeldRun, id: string): Promise<void> {
  const readNo = await nextReadNo(db);
  const answer = await readOrNull(id);
  await commitStep(run, async (tx) => {
    if (answer) return { checked: await letInCompared(tx, run.id, [answer.data], answer, readNo) };
    await markAbsent(tx, id);
    await recordFinding(tx, run.id, { accountId: id, kind: 'gone', fields: [], ours: {}, stripes: {} });
    return { checked: 1 };
  });
}

async function readOrNull(id: string): Promise<Answer<WireAccount> | null> {
  try {
    return await retrieveAccount('job', id);
  } catch (error) {
    if (error instanceof StripeCallError && error.code === 'not_found') return null;
    throw error;
  }
}
