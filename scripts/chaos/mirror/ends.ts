// C04, C05: events after the end of an account, and rows that somebody has spoilt by hand.
import { eventMark } from '@/scripts/chaos/checks/events';
import { differences, inFields } from '@/scripts/chaos/checks/mirror';
import { takeAccounts } from '@/scripts/chaos/copy';
import type { Row } from '@/scripts/chaos/row';
import { eachOf } from '@/scripts/chaos/stand/figures';
import { settle } from '@/scripts/chaos/stand/settle';
import { control, setDeliveries } from '@/scripts/chaos/stand/stripe';
import { forceRun } from '@/scripts/chaos/webhooks/runs';
import { startStorm, stormEnd } from '@/scripts/chaos/webhooks/steady';
import { mirror } from '@/scripts/chaos/worlds';

export const c04: Row = {
  id: 'C04',
  fault: 'events that arrive after the disconnect that came after them',
  target: '0 resurrections',
  world: { ...mirror, limits: 'raised' },
  run: async ({ world, random }) => {
    const accounts = await takeAccounts(world, 500);
    const mark = await eventMark(world);
    await setDeliveries(world, { hold: true });
    await eachOf(accounts, 3, async (id) => {
      await control(world, 'POST', `/accounts/${id}/deactivate`, { cause: 'access_denied' });
      await control(world, 'POST', `/accounts/${id}/reactivate`, {});
      await control(world, 'POST', `/accounts/${id}/disconnect`, {});
    });
    const events = await world.emulatorDatabase.query<{ id: string; type: string }>(
      'select id, type from events where seq > $1 order by seq',
      [mark],
    );
    const isEnd = ({ type }: { type: string }) => type.endsWith('.disconnected');
    const order = [...events.filter(isEnd), ...random.shuffled(events.filter((event) => !isEnd(event)))].map(
      ({ id }) => id,
    );
    await setDeliveries(world, null);
    await control(world, 'POST', '/webhooks/release', { order });
    // Whatever else happened meanwhile.
    await control(world, 'POST', '/webhooks/release', {});
    const left = await settle(world, { ignoringJobs: true, waitMs: 180_000 });
    const rows = await world.database.query<{ status: string }>(
      'select status from accounts where id = any($1)',
      [accounts],
    );
    const alive = rows.filter(({ status }) => status !== 'disconnected').length;
    // The history too: nothing after the end.
    const [after] = await world.database.query<{ count: number }>(
      `select count(*)::int as count from account_changes c
       where c.account_id = any($1) and c.changes->'status'->>'from' = 'disconnected'`,
      [accounts],
    );
    return {
      runs: accounts.length,
      lost: 0,
      duplicated: alive + (after?.count ?? 0),
      worst: `${alive} came back, ${after?.count ?? 0} did for a while; ${order.length} events${left ? `; left: ${JSON.stringify(left)}` : ''}`,
      isMet: left === null,
    };
  },
};

export const c05: Row = {
  id: 'C05',
  fault: '1 % of the rows spoilt or deleted by hand',
  target: 'all found and mended by one audit; 0 false alarms on clean data',
  world: { ...mirror, limits: 'raised' },
  run: async ({ world, random }) => {
    // Clean data, while the world goes on.
    await startStorm(world, 400, 20, random.whole(1, 1_000_000));
    const clean = await forceRun(world, 'audit');
    await stormEnd(world);
    // A reading that is still to come would mend a row before the audit sees it.
    await settle(world, { waitMs: 120_000 });
    const rows = await world.database.query<{ id: string }>(
      // Each has something to spoil: an account without permissions would stay as it is. A pending refresh is followed by
      // reads, which would mend the row before the audit sees it.
      `select id from accounts where status = 'active' and permissions <> '{}'
         and coalesce(balance_refresh_status, '') <> 'pending' and coalesce(ownership_refresh_status, '') <> 'pending'
         and coalesce(transaction_refresh_status, '') <> 'pending'
       order by md5(id || $1::text) limit 40`,
      [random.whole(1, 1_000_000)],
    );
    const ids = rows.map(({ id }) => id);
    const [spoilt] = await world.database.query<{ at: string }>('select now()::text as at');
    await world.database.query(
      `update accounts set status = 'inactive', cause = 'unspecified', raw = raw || '{"status": "inactive"}' where id = any($1)`,
      [ids.slice(0, 15)],
    );
    await world.database.query(
      `update accounts set permissions = '{}', raw = raw || '{"permissions": []}' where id = any($1)`,
      [ids.slice(15, 30)],
    );
    await world.database.query('delete from accounts where id = any($1)', [ids.slice(30)]);
    const dirty = await forceRun(world, 'audit');
    await settle(world, { ignoringJobs: true });
    const findings = await world.database.query<{ account_id: string; is_healed: boolean }>(
      'select account_id, is_healed from drift_findings where run_id = $1::uuid',
      [dirty.id],
    );
    const found = new Set(findings.map(({ account_id }) => account_id));
    const differ = await differences(world);
    const unseen = ids.filter((id) => !found.has(id));
    const mended = await world.database.query<{ source: string }>(
      'select source from account_changes where account_id = any($1) and observed_at > $2::timestamptz',
      [unseen, spoilt?.at],
    );
    const wrong = [...found].filter((id) => !ids.includes(id)).length;
    return {
      runs: dirty.checked,
      lost: unseen.length + differ.length,
      duplicated: 0,
      worst: `${found.size} of ${ids.length} found, ${findings.filter(({ is_healed }) => is_healed).length} mended, ${clean.found} false alarms among ${clean.checked} clean ones, ${wrong} among the spoilt ones; ${dirty.seconds.toFixed(0)} s${unseen.length > 0 ? `; mended before by ${mended.map(({ source }) => source).join(', ') || 'nobody'}` : ''}${differ.length > 0 ? `; differ: ${inFields(differ)}` : ''}`,
      isMet: clean.found === 0 && wrong === 0 && findings.every(({ is_healed }) => is_healed),
    };
  },
};
