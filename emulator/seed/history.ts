// The events of the seeded world's last 30 days, oldest first.
import type { Account, View } from '@/emulator/objects';
import { idAt, type Random } from '@/emulator/random';
import type { MadeLogin } from '@/emulator/seed/holder';
import { renderAccount } from '@/emulator/wire';

const thirtyDays = 30 * 86_400;

/** A change that the seeded world has seen. */
export interface Moment {
  at: number;
  name: string;
  object: unknown;
}

/** What happened to a login's accounts within 30 days. */
export function momentsOf(login: MadeLogin, now: number, view: View): Moment[] {
  const from = now - thirtyDays;
  return login.accounts
    .flatMap((account) => momentsOfAccount(login, account, view))
    .filter(({ at }) => at > from && at <= now);
}

function momentsOfAccount(login: MadeLogin, account: Account, view: View): Moment[] {
  const { body } = account;
  const working: Account = {
    ...account,
    body: { ...body, status: 'active', status_details: body.status === 'active' ? body.status_details : {} },
  };
  const fresh: Account = {
    ...working,
    body: {
      ...working.body,
      balance: null,
      balance_refresh: null,
      ownership: null,
      ownership_refresh: null,
      transaction_refresh: null,
      subscriptions: [],
      status_details: {},
    },
  };
  const moments: Moment[] = [{ at: body.created, name: 'created', object: renderAccount(fresh, view) }];
  const refreshes = [
    ['refreshed_balance', body.balance_refresh],
    ['refreshed_ownership', body.ownership_refresh],
    ['refreshed_transactions', body.transaction_refresh],
  ] as const;
  for (const [name, refresh] of refreshes) {
    if (refresh === null || refresh.status === 'pending') continue;
    moments.push({ at: refresh.last_attempted_at + 3, name, object: renderAccount(working, view) });
  }
  if (body.status === 'inactive') {
    moments.push({ at: login.changed + 5, name: 'deactivated', object: renderAccount(account, view) });
  }
  if (body.status === 'disconnected') {
    moments.push({ at: login.changed + 5, name: 'disconnected', object: renderAccount(account, view) });
  }
  return moments;
}

/** The rows of events, in the order of their moments. */
export function eventRows(
  moments: Moment[],
  world: { id: number; livemode: boolean },
  version: string,
  random: Random,
): Record<string, unknown>[] {
  return [...moments]
    .sort((left, right) => left.at - right.at)
    .map(({ at, name, object }) => {
      const id = idAt('evt', at * 1000, random.letters);
      const type = `financial_connections.account.${name}`;
      const body = {
        id,
        object: 'event',
        api_version: version,
        created: at,
        data: { object },
        livemode: world.livemode,
        pending_webhooks: 0,
        request: { id: null, idempotency_key: null },
        type,
      };
      return { id, world: world.id, type, created: at, body };
    });
}
