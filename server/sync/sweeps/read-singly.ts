// Accounts read one by one for a run: what came of each.
import 'server-only';
import type { SavedAccount } from '@/server/cache/save';
import { type Db, db, nextReadNo } from '@/server/db';
import { StripeCallError } from '@/server/stripe/call-error';
import { retrieveAccount } from '@/server/stripe/client';
import { letIn } from '../account';
import { noteClock } from '../clock';
import { markAbsent } from './absence';

interface ReadTally {
  read: number;
  /** What was let in and is not what was stored before. */
  changed: SavedAccount[];
  gone: number;
  failed: number;
}

/** Two at once leave lines to Stripe free for the reads that events ask for. */
const atOnce = 2;

/** How many of such reads make one step of a run. */
export const chunk = 20;

/** Reads these accounts. Throws when Stripe is away or refuses the key: then none of the others would come either. */
export async function readSingly(
  ids: string[],
  followAttempt: (id: string) => number = () => 0,
): Promise<ReadTally> {
  const tally: ReadTally = { read: 0, changed: [], gone: 0, failed: 0 };
  for (let i = 0; i < ids.length; i += atOnce) {
    await Promise.all(ids.slice(i, i + atOnce).map((id) => readOne(id, followAttempt(id), tally)));
  }
  return tally;
}

async function readOne(id: string, followAttempt: number, tally: ReadTally): Promise<void> {
  const readNo = await nextReadNo(db);
  try {
    const answer = await retrieveAccount('job', id);
    await noteClock(answer);
    const changed = await db.$transaction(async (tx) => {
      const result = await letIn(tx, [answer.data], answer, { readNo, source: 'sweep', followAttempt });
      return await changedAmong(tx, result.saved);
    });
    tally.read += 1;
    tally.changed.push(...changed);
  } catch (error) {
    if (!(error instanceof StripeCallError) || !isAboutOne(error)) throw error;
    if (error.code !== 'not_found') {
      tally.failed += 1;
      return;
    }
    await db.$transaction((tx) => markAbsent(tx, id));
    tally.gone += 1;
  }
}

/** An answer about this account: it cannot be read or is refused; the next one may be good. */
const isAboutOne = (error: StripeCallError) =>
  error.code === 'not_found' || error.httpStatus === 200 || error.httpStatus === 400;

/** Those of the accepted writes that changed what history tracks. */
async function changedAmong(tx: Db, saved: SavedAccount[]): Promise<SavedAccount[]> {
  if (saved.length === 0) return [];
  const rows = await tx.$queryRaw<{ account_id: string }[]>`
    select c.account_id from account_changes c
    join unnest(${saved.map(({ id }) => id)}::text[], ${saved.map(({ version }) => version)}::bigint[]) as s(id, version)
      on s.id = c.account_id and s.version = c.version`;
  const ids = new Set(rows.map((row) => row.account_id));
  return saved.filter(({ id }) => ids.has(id));
}
