// Stripe's ledger against our actions: what happened more than once, and what never happened.
import { ledger } from '@/scripts/chaos/stand/stripe';
import type { World } from '@/scripts/chaos/stand/world';

export interface EffectCheck {
  /** Intents whose effect Stripe does not know. */
  lost: number;
  /** Effects beyond one for an intent. */
  duplicated: number;
  /** Actions whose result is not what Stripe says. */
  wrong: number;
}

/** The path of a POST on an account. */
export const pathOf = (id: string, verb: string) => `/v1/financial_connections/accounts/${id}/${verb}`;

/**
 * Each account was meant to get exactly one POST of this verb after the mark. A POST that Stripe answered from its memory
 * of the key is no second one; a POST with another key is, whatever it changed.
 */
export async function checkPosts(
  world: World,
  after: number,
  verb: string,
  accountIds: readonly string[],
): Promise<EffectCheck> {
  const calls = await ledger(world, 'call', after);
  const wanted = new Map(accountIds.map((id) => [pathOf(id, verb), 0]));
  for (const { method, path, replayed, effect, status } of calls) {
    const count = wanted.get(path);
    const isTaken = effect || (status >= 200 && status < 300);
    if (method === 'POST' && count !== undefined && isTaken && !replayed) wanted.set(path, count + 1);
  }
  const counts = [...wanted.values()];
  const rows = await world.database.query<{
    account_id: string;
    done: number;
    open: number;
    audits: number;
    doubled: number;
  }>(
    `select a.account_id, count(*) filter (where a.state = 'done')::int as done,
       count(*) filter (where a.state = 'due')::int as open,
       sum(e.count)::int as audits, sum(greatest(e.count - 1, 0))::int as doubled
     from actions a, lateral (select count(*) from audit_entries e where e.action_id = a.id) e
     where a.account_id = any($1) and a.kind = $2 group by a.account_id`,
    [accountIds, verb],
  );
  return {
    lost: counts.filter((count) => count === 0).length,
    duplicated:
      counts.reduce((sum, count) => sum + Math.max(0, count - 1), 0) +
      rows.reduce((sum, { done, doubled }) => sum + Math.max(0, done - 1) + doubled, 0),
    wrong:
      accountIds.length -
      rows.filter(({ done, open, audits }) => done >= 1 && open === 0 && audits >= 1).length,
  };
}
