// Accounts that we hold and that Stripe says it does not know: kept, marked, told, and never deleted.
import 'server-only';
import { dropHints } from '@/server/cache/hints';
import type { Db } from '@/server/db';
import { dropNotice, recordNotice } from '@/server/notices';

/** Marks an account that Stripe answered with "no such account". Its history says so once. */
export async function markAbsent(tx: Db, id: string): Promise<void> {
  const [row] = await tx.$queryRaw<{ is_new: boolean }[]>`
    insert into account_absences (account_id) select id from accounts where id = ${id}
    on conflict (account_id) do update set checked_at = now()
    returning (xmax = 0) as is_new`;
  await dropHints(tx, id, 'unknown_account');
  if (row?.is_new) await recordPresence(tx, [id], false);
}

/** Takes the mark from accounts that Stripe has shown since, and tells how many are still marked. */
export async function reviewAbsences(tx: Db): Promise<number> {
  const back = await tx.$queryRaw<{ account_id: string }[]>`
    delete from account_absences b using accounts a where a.id = b.account_id and a.read_at > b.checked_at
    returning b.account_id`;
  await recordPresence(
    tx,
    back.map((row) => row.account_id),
    true,
  );
  const marked = await tx.accountAbsence.findMany({ orderBy: { since: 'desc' }, take: 5 });
  const count = await tx.accountAbsence.count();
  if (count === 0) await dropNotice(tx, 'accounts_gone');
  else await recordNotice(tx, 'accounts_gone', goneWords(count, marked));
  return count;
}

function goneWords(count: number, marked: { accountId: string }[]): string {
  const names = marked.map(({ accountId }) => accountId).join(', ');
  const more = count > marked.length ? ` and ${count - marked.length} more` : '';
  return `Stripe does not know ${count} of the accounts held here any more: ${names}${more}. They are kept as last seen.`;
}

async function recordPresence(tx: Db, ids: string[], isKnown: boolean): Promise<void> {
  if (ids.length === 0) return;
  const changes = { knownToStripe: { from: !isKnown, to: isKnown } };
  await tx.$executeRaw`
    insert into account_changes (account_id, version, evidence_at, source, fields, changes)
    select id, version, greatest(evidence_at, now()), 'sweep', '{knownToStripe}', ${JSON.stringify(changes)}::jsonb
    from accounts where id = any(${ids})`;
}
