// Names and e-mails of holders, read from the customer or connected account behind them.
import 'server-only';
import { type Db, db, nextReadNo } from '@/server/db';
import { StripeCallError } from '@/server/stripe/call-error';
import { retrieveHolder } from '@/server/stripe/client';
import { toHolder } from '@/server/stripe/map';

interface HolderValues {
  id: string;
  name: string | null;
  email: string | null;
  isDeleted: boolean;
}

/** Reads one holder. A holder that Stripe does not show to this key is remembered as such, not asked for again today. */
export async function readHolder(id: string, type: string | null): Promise<void> {
  const readNo = await nextReadNo(db);
  try {
    const answer = await retrieveHolder('job', id);
    const holder = toHolder(answer.data);
    await db.$transaction((tx) => saveHolder(tx, holder, type, readNo, null));
  } catch (error) {
    if (!(error instanceof StripeCallError)) throw error;
    const isFinal = error.httpStatus !== null && [400, 403, 404].includes(error.httpStatus);
    if (!isFinal) throw error;
    const unknown = { id, name: null, email: null, isDeleted: false };
    await db.$transaction((tx) => saveHolder(tx, unknown, type, readNo, error.message));
  }
}

/** Stores a holder and copies the name to its accounts and sessions, where lists sort and search by it. */
async function saveHolder(
  tx: Db,
  holder: HolderValues,
  type: string | null,
  readNo: bigint,
  error: string | null,
) {
  const kind = type ?? (holder.id.startsWith('acct_') ? 'account' : 'customer');
  // An answer without a name (deleted, or refused) does not erase the one we knew.
  const rows = await tx.$queryRaw<{ name: string | null; email: string | null; is_first: boolean }[]>`
    with before as (select read_at from holders where id = ${holder.id})
    insert into holders as h (id, type, name, email, is_deleted, read_no, read_at, error)
    values (${holder.id}, ${kind}, ${holder.name}, ${holder.email}, ${holder.isDeleted}, ${readNo}, now(), ${error})
    on conflict (id) do update set
      name = case when excluded.is_deleted or excluded.error is not null then h.name else excluded.name end,
      email = case when excluded.is_deleted or excluded.error is not null then h.email else excluded.email end,
      is_deleted = excluded.is_deleted or (excluded.error is not null and h.is_deleted),
      read_no = excluded.read_no, read_at = excluded.read_at, error = excluded.error
    where excluded.read_no > h.read_no
    returning name, email, (select read_at from before) is null as is_first`;
  const row = rows[0];
  if (!row) return;
  // The first answer is news even without a name: pages say "not read yet" until then.
  await tx.$executeRaw`
    update accounts set holder_name = ${row.name}, holder_email = ${row.email}, version = nextval('change_version')
    where holder_id = ${holder.id}
      and (${row.is_first} or holder_name is distinct from ${row.name} or holder_email is distinct from ${row.email})`;
  await tx.$executeRaw`
    update sessions set holder_name = ${row.name}, version = nextval('change_version')
    where holder_id = ${holder.id} and holder_name is distinct from ${row.name}`;
}
