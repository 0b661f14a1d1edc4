// The calls on sessions: create with Stripe's rules, retrieve.
import {
  accountsOfSession,
  getAccount,
  getAuthorization,
  getSession,
  holderId,
  sessionRow,
} from '@/emulator/bank/records';
import { schedule } from '@/emulator/clock';
import { requireHolder } from '@/emulator/customers';
import type { Holder, SessionBody } from '@/emulator/objects';
import { type Call, reads, writes } from '@/emulator/protocol/call';
import { noSuch, refused } from '@/emulator/protocol/failure';
import {
  aHash,
  anArray,
  anIntegerOrEmpty,
  aString,
  aUrl,
  needed,
  oneOf,
  type Values,
} from '@/emulator/protocol/parameters';
import { abilities, type Version } from '@/emulator/protocol/versions';
import { idAt, secretLetters } from '@/emulator/random';
import { insertRows, note, seconds, type Tx } from '@/emulator/store';
import { renderSession } from '@/emulator/wire';

const path = '/v1/financial_connections/sessions';
const expandable = [
  'account_holder.customer',
  'account_holder.account',
  'accounts.data.ownership',
  'accounts.data.account_holder.customer',
  'accounts.data.account_holder.account',
];

function filterParameters(version: Version) {
  const can = abilities(version);
  const country = aString();
  return {
    account_subcategories: anArray(
      oneOf(['checking', 'savings', 'mortgage', 'line_of_credit', 'credit_card']),
    ),
    ...(can.countryParameter ? { country } : { countries: anArray(country, { least: 1 }) }),
    ...(can.paymentMethodFilter
      ? { require_payment_method_support: oneOf(['all', 'at_least_one', 'none']) }
      : {}),
    ...(can.institutionFilter ? { institution: aString() } : {}),
  };
}

function createParameters(version: Version) {
  const can = abilities(version);
  const holder = aHash({
    type: needed(oneOf(['account', 'customer'])),
    customer: aString(),
    account: aString(),
    ...(can.customerAccount ? { customer_account: aString() } : {}),
  });
  return {
    account_holder: can.optionalHolder ? holder : needed(holder),
    permissions: needed(
      anArray(oneOf(['balances', 'ownership', 'payment_method', 'transactions']), { least: 1 }),
    ),
    prefetch: anArray(oneOf(['balances', 'ownership', 'transactions'])),
    filters: aHash(filterParameters(version)),
    return_url: aUrl(),
    ...(can.limits
      ? { limits: aHash({ accounts: needed(anIntegerOrEmpty({ least: 1, most: 100_000 })) }) }
      : {}),
    ...(can.manualEntry
      ? {
          manual_entry: aHash({
            mode: oneOf(
              can.customManualEntry ? ['automatic', 'disabled', 'custom'] : ['automatic', 'disabled'],
            ),
          }),
        }
      : {}),
    ...(can.relink
      ? { relink_options: aHash({ authorization: needed(aString()), account: aString() }) }
      : {}),
    ...(can.hosted
      ? {
          ui_mode: oneOf(['modal', 'hosted']),
          hosted: aHash({ delivery_method: oneOf(['email', 'url']), return_url: aUrl() }),
        }
      : {}),
  };
}

type Asked = Values<ReturnType<typeof createParameters>>;

const createSession = writes({
  path,
  operation: 'sessions.create',
  expandable,
  parameters: createParameters,
  async run({ tx, view, params }) {
    checkPrefetch(tx, params);
    checkHosted(tx, params);
    const relinked = await checkRelink(tx, params);
    const holder =
      params.account_holder === undefined ? (relinked ?? null) : readHolder(params.account_holder);
    if (params.account_holder !== undefined) await requireHolder(tx.query, tx.world.id, holder);
    if (relinked !== undefined && holderId(relinked) !== holderId(holder)) {
      throw refused(
        'account_holder',
        'The account holder must be the holder of the authorization being relinked.',
      );
    }
    const body = newSession(tx, params, holder);
    tx.changed = true;
    note(tx, 'session.create', body.id);
    await insertRows(tx.query, 'sessions', [sessionRow({ created: seconds(tx), body }, tx.world.id)]);
    schedule(tx, { dueAt: tx.now() + tx.switches.sessionLifetimeMs, kind: 'session_expires', ref: body.id });
    return renderSession({ created: seconds(tx), body }, [], view);
  },
});

function checkPrefetch(tx: Tx, { permissions, prefetch = [] }: Asked): void {
  if (!tx.switches.prefetchNeedsPermission) return;
  const lone = prefetch.find((feature) => !permissions.includes(feature));
  if (lone === undefined) return;
  throw refused('prefetch', `You may only prefetch data that is in \`permissions\`; \`${lone}\` is not.`);
}

function checkHosted(tx: Tx, { ui_mode, hosted, relink_options }: Asked): void {
  if (ui_mode !== 'hosted' && hosted === undefined) return;
  if (!tx.switches.hostedSessions)
    throw refused('ui_mode', 'Hosted sessions are not available to this account.');
  if (ui_mode !== 'hosted')
    throw refused('hosted', '`hosted` may only be used together with `ui_mode=hosted`.');
  if (relink_options === undefined)
    throw refused('hosted', '`hosted` may only be used together with `relink_options`.');
  if (hosted?.return_url === undefined) {
    throw refused('hosted[return_url]', 'Missing required param: hosted[return_url].', 'parameter_missing');
  }
}

/** The holder of what is to be relinked; undefined when nothing is. */
async function checkRelink(tx: Tx, { relink_options }: Asked): Promise<Holder | null | undefined> {
  if (relink_options === undefined) return undefined;
  const { authorization: id, account: accountId } = relink_options;
  const authorization = await getAuthorization(tx.query, tx.world.id, id);
  if (authorization === null) {
    throw noSuch('financial connections authorization', id, 'relink_options[authorization]');
  }
  if (authorization.body.status === 'disconnected') {
    throw refused(
      'relink_options[authorization]',
      `The authorization ${id} is disconnected and cannot be relinked.`,
    );
  }
  if (accountId === undefined) return authorization.body.account_holder;
  const account = await getAccount(tx.query, tx.world.id, accountId);
  if (account === null) throw noSuch('financial connections account', accountId, 'relink_options[account]');
  if (account.body.authorization !== id) {
    throw refused(
      'relink_options[account]',
      `The account ${accountId} does not belong to the authorization ${id}.`,
    );
  }
  if (account.body.status === 'disconnected') {
    throw refused(
      'relink_options[account]',
      `The account ${accountId} is disconnected and cannot be relinked.`,
    );
  }
  return authorization.body.account_holder;
}

function readHolder(asked: NonNullable<Asked['account_holder']>): Holder {
  const { type, customer, account } = asked;
  const customer_account = 'customer_account' in asked ? asked.customer_account : undefined;
  if (type === 'account') {
    if (customer !== undefined) throw stray('customer', type);
    if (account === undefined) throw lacking('account');
    return { type, account };
  }
  if (account !== undefined) throw stray('account', type);
  if (customer !== undefined) {
    if (customer_account !== undefined)
      throw stray('customer_account', 'customer, when a customer is named,');
    return { type, customer };
  }
  if (customer_account === undefined) throw lacking('customer');
  return { type, customer_account };
}

function lacking(name: string) {
  const param = `account_holder[${name}]`;
  return refused(param, `Missing required param: ${param}.`, 'parameter_missing');
}

function stray(name: string, type: string) {
  const param = `account_holder[${name}]`;
  return refused(
    param,
    `You may not give ${param} for an account holder of type ${type}.`,
    'parameter_unknown',
  );
}

function readCountry(filters: Asked['filters']): string | null {
  // The array of older versions only ever used its first element.
  const countries = filters !== undefined && 'countries' in filters ? filters.countries : undefined;
  const country = filters !== undefined && 'country' in filters ? filters.country : countries?.[0];
  if (country === undefined) return null;
  if (!/^[A-Za-z]{2}$/.test(country))
    throw refused('filters[country]', `Invalid country: ${country.slice(0, 40)}`);
  return country.toUpperCase();
}

function newSession(tx: Tx, asked: Asked, holder: Holder | null): SessionBody {
  const { filters, limits, manual_entry, relink_options, hosted } = asked;
  return {
    id: idAt('fcsess', tx.now()),
    object: 'financial_connections.session',
    account_holder: holder,
    client_secret: asked.ui_mode === 'hosted' ? null : `fcsess_client_secret_${secretLetters(24)}`,
    filtered: filters !== undefined,
    filters: {
      account_subcategories: filters?.account_subcategories ?? null,
      country: readCountry(filters),
      institution: filters?.institution ?? null,
      require_payment_method_support: filters?.require_payment_method_support ?? null,
    },
    limits: limits?.accounts == null ? null : { accounts: limits.accounts },
    livemode: tx.world.livemode,
    manual_entry: manual_entry === undefined ? null : { mode: manual_entry.mode ?? 'disabled' },
    permissions: [...new Set(asked.permissions)],
    prefetch: [...new Set(asked.prefetch ?? [])],
    return_url: asked.return_url ?? null,
    relink_options:
      relink_options === undefined
        ? null
        : { authorization: relink_options.authorization, account: relink_options.account ?? null },
    relink_result: null,
    status: 'pending',
    cancelled: null,
    ui_mode: asked.ui_mode ?? 'modal',
    hosted:
      hosted === undefined
        ? null
        : { delivery_method: hosted.delivery_method ?? null, return_url: hosted.return_url ?? null },
  };
}

const retrieveSession = reads({
  path: `${path}/:id`,
  operation: 'sessions.retrieve',
  expandable,
  parameters: () => ({}),
  async run({ store, world, view, id }) {
    const session = await getSession(store.query, world.id, id);
    if (session === null) throw noSuch('financial connections session', id, 'session', 404);
    return renderSession(session, await accountsOfSession(store.query, id), view);
  },
});

/** The calls on sessions. */
export const sessionCalls: Call[] = [createSession, retrieveSession];
