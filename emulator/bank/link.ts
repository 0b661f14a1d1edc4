// New accounts at an institution: what linking makes, and what the institution does to them afterwards.
import type { AccountTemplate, Institution } from '@/emulator/bank/institutions';
import { expectExpiry, forecast } from '@/emulator/bank/life';
import { addAccounts, authorizationRow, holderId, saveAccount } from '@/emulator/bank/records';
import { startRefresh } from '@/emulator/bank/refresh';
import { schedule } from '@/emulator/clock';
import { emitAccount } from '@/emulator/events';
import {
  type Account,
  type AccountNumber,
  type Authorization,
  type Feature,
  features,
  type Holder,
  type SessionBody,
} from '@/emulator/objects';
import { idAt } from '@/emulator/random';
import { insertRows, seconds, type Tx } from '@/emulator/store';

/** The names that a bank would give for a holder: the customer's own, and invented joint owners. */
export async function ownerNames(tx: Tx, holder: Holder | null): Promise<string[]> {
  const id = holderId(holder);
  const [row] = await tx.query<{ name: string | null }>(
    `select coalesce(c.body->>'name', a.body->'business_profile'->>'name') as name
     from (select $1::text as id) asked
     left join customers c on c.id = asked.id left join connected_accounts a on a.id = asked.id`,
    [id],
  );
  const own = row?.name ?? 'Jane Smith';
  return [own, 'Maria Delgado', 'Tom Becker'];
}

/** A new login at an institution, not yet with accounts. */
export async function addAuthorization(
  tx: Tx,
  institution: Institution,
  holder: Holder | null,
): Promise<Authorization> {
  const authorization: Authorization = {
    institution: institution.name,
    body: {
      id: idAt('fcauth', tx.now()),
      object: 'financial_connections.authorization',
      account_holder: holder,
      institution: institution.id,
      institution_name: institution.name,
      livemode: tx.world.livemode,
      status: 'active',
      status_details: {},
    },
  };
  tx.changed = true;
  await insertRows(tx.query, 'authorizations', [authorizationRow(authorization, tx.world.id)]);
  return authorization;
}

/** Adds the chosen accounts of an institution under a login, and starts the prefetches. */
export async function linkAccounts(
  tx: Tx,
  session: SessionBody,
  authorization: Authorization,
  institution: Institution,
  chosen: number[],
): Promise<Account[]> {
  const names = await ownerNames(tx, session.account_holder);
  const accounts = chosen.flatMap((index) => {
    const template = institution.accounts[index];
    return template === undefined ? [] : [newAccount(tx, session, authorization, { template, index, names })];
  });
  await addAccounts(tx, accounts);
  for (const [position, account] of accounts.entries()) {
    const template = institution.accounts[chosen[position] ?? -1];
    if (template !== undefined) watchNumber(tx, account, template);
    await prefetch(tx, session, account);
    await saveAccount(tx, account);
    emitAccount(tx, 'created', account);
  }
  return accounts;
}

function newAccount(
  tx: Tx,
  session: SessionBody,
  authorization: Authorization,
  { template, index, names }: { template: AccountTemplate; index: number; names: string[] },
): Account {
  const id = idAt('fca', tx.now());
  const payments = template.category === 'cash' && template.payments !== false;
  return {
    patch: null,
    inside: {
      currency: template.currency ?? 'usd',
      opening: template.opening ?? 0,
      ...(template.opening === null ? { noBalance: true } : {}),
      ownerNames: names.slice(0, template.owners ?? 1),
      refreshes: 0,
      template: index,
    },
    body: {
      id,
      object: 'financial_connections.account',
      account_holder: session.account_holder,
      account_numbers:
        session.permissions.includes('payment_method') && payments ? [numberOf(template)] : null,
      authorization: authorization.body.id,
      balance: null,
      balance_refresh: null,
      category: template.category,
      created: seconds(tx),
      display_name: template.name,
      institution: authorization.body.institution,
      institution_name: authorization.body.institution_name,
      last4: template.last4,
      livemode: tx.world.livemode,
      ownership: null,
      ownership_refresh: null,
      permissions: session.permissions,
      status: 'active',
      status_details: {},
      subcategory: template.subcategory,
      subscriptions: [],
      supported_payment_method_types: payments ? ['us_bank_account'] : [],
      transaction_refresh: null,
    },
  };
}

function numberOf(template: AccountTemplate): AccountNumber {
  return {
    expected_expiry_date: null,
    identifier_type: template.number === undefined ? 'account_number' : 'tokenized_account_number',
    status: template.number?.status ?? 'transactable',
    supported_networks: ['ach'],
  };
}

// "Right after the session" is the same short while after which other institutions break.
function watchNumber(tx: Tx, account: Account, template: AccountTemplate): void {
  const after = template.number?.expiresAfterSeconds;
  const number = account.body.account_numbers?.[0];
  if (after === undefined || after === null || number === undefined) return;
  const at = after === 0 ? Math.ceil((tx.now() + tx.switches.afterLinkingMs) / 1000) : seconds(tx) + after;
  expectExpiry(tx, account, number, at);
}

/** Starts the refreshes that the session asked for, where the account permits them. */
export async function prefetch(tx: Tx, session: SessionBody, account: Account): Promise<void> {
  for (const feature of Object.keys(features) as Feature[]) {
    const { permission, hash } = features[feature];
    if (!session.prefetch.includes(permission) || account.body.permissions?.includes(permission) !== true)
      continue;
    if (account.body[hash]?.status !== 'pending') await startRefresh(tx, account, feature);
  }
}

/** What the institution does to a login after it was linked or mended. */
export async function afterwards(
  tx: Tx,
  institution: Institution,
  group: { authorization: Authorization; accounts: Account[] },
  how: 'linked' | 'relinked',
): Promise<void> {
  const lapses = institution.lapsesAfterSeconds?.[how];
  if (lapses !== undefined) await forecast(tx, group, seconds(tx) + lapses);
  if (institution.breaksAfterLinking === true && how === 'linked') {
    schedule(tx, {
      dueAt: tx.now() + tx.switches.afterLinkingMs,
      kind: 'breaks',
      ref: group.authorization.body.id,
    });
  }
}
