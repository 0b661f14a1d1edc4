// How objects are written down for a caller: by version, by switch, with what a status hides.
import {
  type Account,
  type AccountBody,
  type Authorization,
  features,
  type Holder,
  type Refresh,
  type Session,
  type SessionBody,
  type View,
} from '@/emulator/objects';
import { abilities } from '@/emulator/protocol/versions';

type Json = Record<string, unknown>;

/** Every subcategory that may be linked, which endive shows where no filter was given. */
const allSubcategories = ['checking', 'savings', 'mortgage', 'line_of_credit', 'credit_card'];

/** An account as this caller sees it. */
export function renderAccount(account: Account, view: View): Json {
  const { body } = account;
  const can = abilities(view.version);
  const hidden = body.status === 'disconnected' && view.switches.dataAfterDisconnect !== 'readable';
  const legacy = view.switches.legacyObjects;
  const pending = Object.values(features).some(({ hash }) => body[hash]?.status === 'pending');
  return {
    id: body.id,
    object: legacy ? 'linked_account' : body.object,
    account_holder: renderHolder(body.account_holder, view),
    ...(can.accountNumbers ? { account_numbers: renderNumbers(body, can.fourNumberStatuses) } : {}),
    ...(can.relink ? { authorization: body.authorization } : {}),
    balance: hidden ? null : body.balance,
    balance_refresh: renderRefresh(body, body.balance_refresh, legacy),
    category: body.category,
    created: body.created,
    display_name: body.display_name,
    ...(can.institutionFilter ? { inferred_balances_refresh: null, institution: body.institution } : {}),
    institution_name: body.institution_name,
    last4: body.last4,
    livemode: body.livemode,
    ownership: hidden ? null : body.ownership,
    ownership_refresh: renderRefresh(body, body.ownership_refresh, legacy),
    permissions: body.permissions,
    status: legacy && pending && body.status === 'active' ? 'pending' : body.status,
    ...renderStatusDetails(body, view),
    subcategory: body.subcategory,
    subscriptions: body.subscriptions,
    supported_payment_method_types: body.supported_payment_method_types,
    transaction_refresh: renderRefresh(body, body.transaction_refresh, legacy),
    ...account.patch,
  };
}

/** A holder; older versions do not know a holder that is a v2 account. */
function renderHolder(holder: Holder | null, view: View): Json | null {
  if (holder === null) return null;
  const { customer_account, ...known } = holder;
  if (customer_account === undefined || !abilities(view.version).customerAccount) return { ...known };
  return { ...known, customer_account };
}

function renderNumbers(body: AccountBody, fourStatuses: boolean): Json[] | null {
  if (body.account_numbers === null) return null;
  return body.account_numbers.map((number) => ({
    ...number,
    status: fourStatuses || number.status === 'transactable' ? number.status : 'deactivated',
  }));
}

// The next attempt is null while one is pending and while the account cannot be refreshed at all.
function renderRefresh(body: AccountBody, refresh: Refresh | null, legacy: boolean): Json | null {
  if (refresh === null) return null;
  const open = refresh.status !== 'pending' && body.status === 'active';
  if (!legacy)
    return { ...refresh, next_refresh_available_at: open ? refresh.next_refresh_available_at : null };
  const { next_refresh_available_at, ...rest } = refresh;
  return open ? { ...rest, next_refresh_available_at } : rest;
}

function renderStatusDetails(body: AccountBody, view: View): Json {
  const can = abilities(view.version);
  if (!can.forecast && !can.relink) return {};
  const { active, inactive } = body.status_details;
  return {
    status_details: {
      ...(active !== undefined && body.status === 'active' && can.forecast ? { active } : {}),
      ...(inactive !== undefined && body.status === 'inactive' && can.relink
        ? { inactive: { ...inactive, cause: renderCause(inactive.cause, can.institutionRequirement) } }
        : {}),
    },
  };
}

function renderCause(cause: string, knowsRequirement: boolean): string {
  return cause === 'institution_requirement' && !knowsRequirement ? 'unspecified' : cause;
}

/** A login; GA versions know it from events only, without holder and without `disconnected`. */
export function renderAuthorization(authorization: Authorization, view: View): Json {
  const { body } = authorization;
  const { preview } = view.version;
  const { active, inactive } = body.status_details;
  return {
    id: body.id,
    object: body.object,
    ...(preview
      ? { account_holder: renderHolder(body.account_holder, view), institution: body.institution }
      : {}),
    institution_name: body.institution_name,
    livemode: body.livemode,
    status: body.status === 'disconnected' && !preview ? 'inactive' : body.status,
    status_details: {
      ...(active !== undefined && body.status === 'active' ? { active } : {}),
      ...(inactive !== undefined && body.status === 'inactive' ? { inactive } : {}),
    },
  };
}

/** A session with the accounts it brought. */
export function renderSession(session: Session, accounts: Account[], view: View): Json {
  const { body } = session;
  const can = abilities(view.version);
  const done = body.status !== 'pending';
  return {
    id: body.id,
    object: body.object,
    account_holder: renderHolder(body.account_holder, view),
    accounts: {
      object: 'list',
      data: accounts.map((account) => renderAccount(account, view)),
      has_more: false,
      url: '/v1/financial_connections/accounts',
    },
    client_secret: body.client_secret,
    ...renderFilters(body, view),
    ...(can.hosted ? { hosted: body.hosted } : {}),
    ...(can.limits && body.limits !== null ? { limits: body.limits } : {}),
    livemode: body.livemode,
    ...renderManualEntry(body, view),
    permissions: body.permissions,
    prefetch: body.prefetch,
    ...(can.relink && body.relink_options !== null
      ? { relink_options: body.relink_options, ...(done ? { relink_result: body.relink_result } : {}) }
      : {}),
    ...(body.return_url === null ? {} : { return_url: body.return_url }),
    ...(can.sessionStatus
      ? {
          status: body.status,
          status_details: body.cancelled === null ? {} : { cancelled: { reason: body.cancelled } },
        }
      : {}),
    ...(can.hosted ? { ui_mode: body.ui_mode, ...renderHostedUrl(body) } : {}),
  };
}

function renderHostedUrl(body: SessionBody): Json {
  if (body.ui_mode !== 'hosted' || body.status !== 'pending') return {};
  return { url: `https://connect.stripe.com/financial_connections/hosted/${body.id}` };
}

function renderManualEntry(body: SessionBody, view: View): Json {
  const can = abilities(view.version);
  if (!can.manualEntry) return {};
  if (body.manual_entry !== null) return { manual_entry: body.manual_entry };
  return can.uniformDefaults ? { manual_entry: { mode: 'disabled' } } : {};
}

function renderFilters(body: SessionBody, view: View): Json {
  const can = abilities(view.version);
  const { account_subcategories, country, institution, require_payment_method_support } = body.filters;
  if (can.uniformDefaults) {
    return {
      filters: {
        account_subcategories: account_subcategories ?? allSubcategories,
        country: country ?? 'US',
        require_payment_method_support: require_payment_method_support ?? 'none',
      },
    };
  }
  if (!body.filtered) return {};
  return {
    filters: {
      account_subcategories,
      countries: country === null ? null : [country],
      ...(can.countryShown ? { country } : {}),
      ...(can.institutionFilter ? { institution } : {}),
      ...(can.paymentMethodFilter && require_payment_method_support !== null
        ? { require_payment_method_support }
        : {}),
    },
  };
}
