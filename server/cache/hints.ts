// Events that do not prove what they say wait here for a read of their account or session, which settles all of them.
import 'server-only';
import type { Db } from '@/server/db';

/** One event waits for one account or session; its number is drawn now: reads that are sent later settle it. */
export async function recordHints(tx: Db, hints: { targetId: string; eventId: string }[]): Promise<void> {
  if (hints.length === 0) return;
  await tx.$executeRaw`
    insert into hints (target_id, event_id, hint_no)
    select h."targetId", h."eventId", nextval('read_no')
    from jsonb_to_recordset(${JSON.stringify(hints)}::jsonb) as h("targetId" text, "eventId" text)
    on conflict (target_id, event_id) do update set hint_no = excluded.hint_no`;
}

/** A read with this number came: what waited for it is settled, and events that wait for nothing more are applied. */
export async function settleHints(tx: Db, targetIds: string[], readNo: bigint): Promise<void> {
  if (targetIds.length === 0) return;
  const settled = await tx.$queryRaw<{ event_id: string }[]>`
    delete from hints where target_id = any(${targetIds}) and hint_no < ${readNo} returning event_id`;
  await end(tx, settled, 'applied', null);
}

/** Stripe does not know the target any more: its events are ignored, with the reason. */
export async function dropHints(tx: Db, targetId: string, reason: string): Promise<void> {
  const dropped = await tx.$queryRaw<{ event_id: string }[]>`
    delete from hints where target_id = ${targetId} returning event_id`;
  await end(tx, dropped, 'ignored', reason);
}

async function end(
  tx: Db,
  hints: { event_id: string }[],
  state: 'applied' | 'ignored',
  reason: string | null,
): Promise<void> {
  const ids = [...new Set(hints.map((hint) => hint.event_id))];
  if (ids.length === 0) return;
  // Of two reads that settle an event's last two hints at once, the later one must see that the other has gone.
  await tx.$queryRaw`select id from events where id = any(${ids}) order by id for update`;
  await tx.$executeRaw`
    update events e set state = ${state}, result = ${state === 'applied' ? 'read' : null},
      reason = coalesce(${reason}, e.reason), applied_at = now()
    where e.id = any(${ids}) and e.state = 'hinted' and not exists (select 1 from hints h where h.event_id = e.id)`;
}
