// What tests of the state machines do again and again: open a session, finish its flow, read, ask for events.
import type { Json, Stand } from '@/emulator/testing/stand';

const base = '/v1/financial_connections';

/** Every permission. */
export const everything = ['balances', 'ownership', 'payment_method', 'transactions'];

interface Finished extends Json {
  accounts: { data: Json[] };
}

/** The doings of one customer at a stand. */
export interface Doings {
  customer: string;
  /** A session, created in a preview version. */
  open: (params?: Json) => Promise<string>;
  /** The end user's visit, by the control call. */
  finish: (session: string, visit?: Json) => Promise<Finished>;
  link: (visit?: Json, params?: Json) => Promise<Json[]>;
  linkOne: (visit?: Json, params?: Json) => Promise<string>;
  read: (id: string) => Promise<Json>;
  /** The types of the events about an object, oldest first, without their prefix. */
  eventsOf: (id: string) => Promise<string[]>;
}

/** A new customer and what is done for it. */
export async function newDoings(stand: Stand): Promise<Doings> {
  const { id: customer } = await stand.stripe.customers.create({
    name: 'Grace Okafor',
    email: 'grace@example.com',
  });
  const open = async (params: Json = {}): Promise<string> => {
    const session = await stand.preview('POST', `${base}/sessions`, {
      account_holder: { type: 'customer', customer },
      permissions: everything,
      ...params,
    });
    return String(session.id);
  };
  const finish = async (session: string, visit: Json = {}): Promise<Finished> =>
    (await stand.control(`/sessions/${session}/complete`, visit)) as Finished;
  const link = async (visit: Json = {}, params: Json = {}): Promise<Json[]> =>
    (await finish(await open(params), visit)).accounts.data;
  return {
    customer,
    open,
    finish,
    link,
    linkOne: async (visit = {}, params = {}) => {
      const [account] = await link({ accounts: 1, ...visit }, params);
      return String(account?.id);
    },
    read: (id) => stand.preview('GET', `${base}/accounts/${id}`),
    eventsOf: async (id) => {
      const events = await stand.stripe.events.list({ limit: 100 }).autoPagingToArray({ limit: 2_000 });
      return events
        .filter((event) => (event.data.object as { id?: string }).id === id)
        .map((event) => event.type.replace('financial_connections.', ''))
        .reverse();
    },
  };
}
