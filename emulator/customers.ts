// The calls on holders: customers, the merchant's own account, connected accounts.
import type { Holder } from '@/emulator/objects';
import { type Call, reads, writes } from '@/emulator/protocol/call';
import { noSuch, refused } from '@/emulator/protocol/failure';
import { pageOf, pageParameters } from '@/emulator/protocol/paging';
import { aClearableString, aMetadata, aRange, aString } from '@/emulator/protocol/parameters';
import { idAt, secretLetters } from '@/emulator/random';
import { insertRows, note, type Query, seconds } from '@/emulator/store';

/** A Customer object, with Stripe's other keys as they are on a new one. */
interface CustomerBody {
  id: string;
  object: 'customer';
  created: number;
  description: string | null;
  email: string | null;
  livemode: boolean;
  metadata: Record<string, string>;
  name: string | null;
  phone: string | null;
  [key: string]: unknown;
}

type CustomerDetails = Pick<
  CustomerBody,
  'id' | 'created' | 'description' | 'email' | 'livemode' | 'metadata' | 'name' | 'phone'
>;

/** A whole Customer object from the details that differ. */
export function customerBody(details: CustomerDetails, invoicePrefix: string): CustomerBody {
  return {
    ...details,
    object: 'customer',
    address: null,
    balance: 0,
    currency: null,
    default_source: null,
    delinquent: false,
    discount: null,
    invoice_prefix: invoicePrefix,
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    next_invoice_sequence: 1,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
}

interface CustomerRow extends Record<string, unknown> {
  id: string;
  deleted: boolean;
  body: CustomerBody;
}

function renderCustomer(row: CustomerRow): unknown {
  return row.deleted ? { id: row.id, object: 'customer', deleted: true } : row.body;
}

/** Refuses a holder that does not exist in this world. */
export async function requireHolder(query: Query, world: number, holder: Holder | null): Promise<void> {
  if (holder?.customer !== undefined) {
    const sql = 'select 1 from customers where id = $1 and world = $2 and not deleted';
    const found = await query(sql, [holder.customer, world]);
    if (found.length === 0) throw noSuch('customer', holder.customer, 'account_holder[customer]');
  }
  if (holder?.account !== undefined) {
    const found = await query('select 1 from connected_accounts where id = $1 and world = $2', [
      holder.account,
      world,
    ]);
    if (found.length === 0) throw noSuch('account', holder.account, 'account_holder[account]');
  }
  if (holder?.customer_account !== undefined) {
    throw noSuch('account', holder.customer_account, 'account_holder[customer_account]');
  }
}

const createCustomer = writes({
  path: '/v1/customers',
  operation: 'customers.create',
  parameters: () => ({
    name: aClearableString(),
    email: aClearableString(),
    phone: aClearableString(),
    description: aClearableString(),
    metadata: aMetadata(),
  }),
  async run({ tx, params }) {
    const { name = null, email = null, phone = null, description = null, metadata = {} } = params;
    if (email !== null && !/^[^\s@]+@[^\s@]+$/.test(email)) {
      throw refused('email', `Invalid email address: ${email.slice(0, 60)}`, 'email_invalid');
    }
    const created = seconds(tx);
    const body = customerBody(
      {
        id: idAt('cus', tx.now()),
        created,
        description,
        email,
        livemode: tx.world.livemode,
        metadata,
        name,
        phone,
      },
      secretLetters(8).toUpperCase(),
    );
    tx.changed = true;
    note(tx, 'customer.create', body.id);
    await insertRows(tx.query, 'customers', [
      { id: body.id, world: tx.world.id, created, deleted: false, body },
    ]);
    return body;
  },
});

const retrieveCustomer = reads({
  path: '/v1/customers/:id',
  operation: 'customers.retrieve',
  parameters: () => ({}),
  async run({ store, world, id }) {
    const [row] = await store.query<CustomerRow>('select * from customers where id = $1 and world = $2', [
      id,
      world.id,
    ]);
    if (row === undefined) throw noSuch('customer', id, 'id', 404);
    return renderCustomer(row);
  },
});

const listCustomers = reads({
  path: '/v1/customers',
  operation: 'customers.list',
  parameters: () => ({ ...pageParameters, email: aString(), created: aRange() }),
  async run({ store, world, params }) {
    const where = ['world = $1', 'not deleted'];
    const values: unknown[] = [world.id];
    if (params.email !== undefined) where.push(`body->>'email' = $${values.push(params.email)}`);
    return pageOf<CustomerRow>({
      query: store.query,
      table: 'customers',
      order: [
        { column: 'created', type: 'bigint' },
        { column: 'id', type: 'text' },
      ],
      where,
      values,
      range: { column: 'created', value: params.created },
      page: params,
      thing: 'customer',
      url: '/v1/customers',
      render: (rows) => rows.map(renderCustomer),
    });
  },
});

const ownAccount = reads({
  path: '/v1/account',
  operation: 'account.retrieve',
  parameters: () => ({}),
  async run({ store, world }) {
    const [row] = await store.query<{ body: unknown }>('select body from merchants where id = $1', [
      world.merchant,
    ]);
    if (row === undefined) throw noSuch('account', world.merchant, 'id', 404);
    return row.body;
  },
});

const connectedAccount = reads({
  path: '/v1/accounts/:id',
  operation: 'accounts.retrieve_connected',
  parameters: () => ({}),
  async run({ store, world, id }) {
    const [row] = await store.query<{ body: unknown }>(
      `select body from connected_accounts where id = $1 and world = $2
       union all select body from merchants where id = $1 and id = $3`,
      [id, world.id, world.merchant],
    );
    if (row === undefined) throw noSuch('account', id, 'id', 404);
    return row.body;
  },
});

/** The calls on holders. */
export const holderCalls: Call[] = [
  createCustomer,
  retrieveCustomer,
  listCustomers,
  ownAccount,
  connectedAccount,
];
