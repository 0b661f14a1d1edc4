// Every call to Stripe that the console makes, by name; how it gets there and back stands in send.ts.
import 'server-only';
import type { RefreshFeature } from '@/domain/refresh';
import { agreedVersion, ask, askList } from './ask';
import type { Params, Said } from './way/exchange';
import type { Lane as LaneOfCall } from './way/lane';
import {
  WireAccount,
  WireEvent,
  WireHolder,
  WireOwner,
  WireSelf,
  WireSession,
  WireTransaction,
  WireWebhookEndpoint,
} from './wire';

export type Lane = LaneOfCall;
export type Answer<T> = Said<T>;

/** The version that Stripe accepts from us: the configured one, or GA when Stripe refuses a preview. */
export function versionInUse(): Promise<string> {
  return agreedVersion();
}

const accountsPath = '/v1/financial_connections/accounts';
const sessionsPath = '/v1/financial_connections/sessions';
const at = (path: string, id: string, verb = '') => `${path}/${encodeURIComponent(id)}${verb && `/${verb}`}`;

/** GET /v1/account: who the secret key belongs to. */
export function retrieveSelf(lane: Lane) {
  return ask(
    { lane, operation: 'account.retrieve', method: 'GET', path: '/v1/account' },
    WireSelf,
    'the account of the key',
  );
}

/** One page of every account, newest first; `limit` at most 100. */
export function listAccountsPage(lane: Lane, startingAfter: string | null, filter: Params = {}) {
  const params = { limit: 100, ...filter, ...(startingAfter ? { starting_after: startingAfter } : {}) };
  return askList(
    { lane, operation: 'accounts.list', method: 'GET', path: accountsPath, params },
    WireAccount,
    'a page of accounts',
  );
}

export function retrieveAccount(lane: Lane, id: string) {
  return ask(
    { lane, operation: 'accounts.retrieve', method: 'GET', path: at(accountsPath, id) },
    WireAccount,
    `account ${id}`,
  );
}

/** POST …/refresh; Stripe answers at once with the features pending. May be billed. */
export function postRefresh(lane: Lane, id: string, features: RefreshFeature[], idempotencyKey: string) {
  const call = {
    lane,
    operation: 'accounts.refresh',
    method: 'POST',
    path: at(accountsPath, id, 'refresh'),
    params: { features },
    idempotencyKey,
  } as const;
  return ask(call, WireAccount, `account ${id}`);
}

/** POST …/disconnect: for good. */
export function postDisconnect(lane: Lane, id: string, idempotencyKey: string) {
  const call = {
    lane,
    operation: 'accounts.disconnect',
    method: 'POST',
    path: at(accountsPath, id, 'disconnect'),
    params: {},
    idempotencyKey,
  } as const;
  return ask(call, WireAccount, `account ${id}`);
}

/** POST …/subscribe or …/unsubscribe; subscribing starts a transaction refresh at once. */
export function postSubscription(
  lane: Lane,
  id: string,
  verb: 'subscribe' | 'unsubscribe',
  features: string[],
  idempotencyKey: string,
) {
  const call = {
    lane,
    operation: `accounts.${verb}`,
    method: 'POST',
    path: at(accountsPath, id, verb),
    params: { features },
    idempotencyKey,
  } as const;
  return ask(call, WireAccount, `account ${id}`);
}

/** One page of the owners of one ownership snapshot. */
export function listOwnersPage(lane: Lane, id: string, ownership: string, startingAfter: string | null) {
  const params = { ownership, limit: 100, ...(startingAfter ? { starting_after: startingAfter } : {}) };
  return askList(
    { lane, operation: 'accounts.owners', method: 'GET', path: at(accountsPath, id, 'owners'), params },
    WireOwner,
    `owners of ${id}`,
  );
}

/** One page of transactions; `afterRefresh`: only those that later refreshes created or updated. */
export function listTransactionsPage(
  lane: Lane,
  id: string,
  afterRefresh: string | null,
  startingAfter: string | null,
) {
  const params = {
    account: id,
    limit: 100,
    ...(afterRefresh ? { transaction_refresh: { after: afterRefresh } } : {}),
    ...(startingAfter ? { starting_after: startingAfter } : {}),
  };
  const call = {
    lane,
    operation: 'transactions.list',
    method: 'GET',
    path: '/v1/financial_connections/transactions',
    params,
  } as const;
  return askList(call, WireTransaction, `transactions of ${id}`);
}

export function postSession(lane: Lane, params: Params, idempotencyKey: string) {
  return ask(
    { lane, operation: 'sessions.create', method: 'POST', path: sessionsPath, params, idempotencyKey },
    WireSession,
    'the new session',
  );
}

export function retrieveSession(lane: Lane, id: string) {
  return ask(
    { lane, operation: 'sessions.retrieve', method: 'GET', path: at(sessionsPath, id) },
    WireSession,
    `session ${id}`,
  );
}

/** A customer (`cus_…`) or a connected account (`acct_…`). */
export function retrieveHolder(lane: Lane, id: string) {
  const path = at(id.startsWith('acct_') ? '/v1/accounts' : '/v1/customers', id);
  return ask(
    {
      lane,
      operation: id.startsWith('acct_') ? 'accounts.retrieve_connected' : 'customers.retrieve',
      method: 'GET',
      path,
    },
    WireHolder,
    `holder ${id}`,
  );
}

export interface EventPage {
  startingAfter?: string | null;
  /** The page just newer than this event, still newest first; go on from `firstId`. */
  endingBefore?: string | null;
  /** At most 20 exact names. */
  types?: readonly string[];
  /** This second of Stripe's clock or later. */
  createdAfter?: Date | null;
  /** False: only events that some endpoint has not taken. */
  deliverySuccess?: boolean;
}

/** One page of the events of the last 30 days, newest first. */
export function listEventsPage(lane: Lane, page: EventPage = {}) {
  const { startingAfter, endingBefore, types, createdAfter, deliverySuccess } = page;
  const params = {
    limit: 100,
    ...(startingAfter ? { starting_after: startingAfter } : {}),
    ...(endingBefore ? { ending_before: endingBefore } : {}),
    ...(types && types.length > 0 ? { types } : {}),
    ...(createdAfter ? { created: { gte: Math.floor(createdAfter.getTime() / 1000) } } : {}),
    ...(deliverySuccess === undefined ? {} : { delivery_success: deliverySuccess }),
  };
  return askList(
    { lane, operation: 'events.list', method: 'GET', path: '/v1/events', params },
    WireEvent,
    'a page of events',
  );
}

/** `not_found` after 30 days. */
export function retrieveEvent(lane: Lane, id: string) {
  return ask(
    { lane, operation: 'events.retrieve', method: 'GET', path: at('/v1/events', id) },
    WireEvent,
    `event ${id}`,
  );
}

const endpointsPath = '/v1/webhook_endpoints';

/** The endpoints of this key's account (at most 16), without their secrets. */
export function listWebhookEndpoints(lane: Lane) {
  const call = {
    lane,
    operation: 'webhook_endpoints.list',
    method: 'GET',
    path: endpointsPath,
    params: { limit: 100 },
  } as const;
  return askList(call, WireWebhookEndpoint, 'the webhook endpoints');
}

export interface NewEndpoint {
  url: string;
  enabledEvents: readonly string[];
  /** Never changes afterwards; left out, the version in use. */
  apiVersion?: string;
  description?: string;
}

/** The answer's `secret` is told this once: it is stored encrypted or it is lost, and it is never logged. */
export async function createWebhookEndpoint(lane: Lane, endpoint: NewEndpoint, idempotencyKey: string) {
  const params = {
    url: endpoint.url,
    enabled_events: endpoint.enabledEvents,
    api_version: endpoint.apiVersion ?? (await versionInUse()),
    ...(endpoint.description === undefined ? {} : { description: endpoint.description }),
  };
  const call = {
    lane,
    operation: 'webhook_endpoints.create',
    method: 'POST',
    path: endpointsPath,
    params,
    idempotencyKey,
  } as const;
  return ask(call, WireWebhookEndpoint, 'the new webhook endpoint');
}

export interface EndpointChanges {
  url?: string;
  enabledEvents?: readonly string[];
  description?: string;
  isDisabled?: boolean;
}

/** What is left out stays as it is. */
export function updateWebhookEndpoint(
  lane: Lane,
  id: string,
  changes: EndpointChanges,
  idempotencyKey: string,
) {
  const { url, enabledEvents, description, isDisabled } = changes;
  const params = {
    ...(url === undefined ? {} : { url }),
    ...(enabledEvents === undefined ? {} : { enabled_events: enabledEvents }),
    ...(description === undefined ? {} : { description }),
    ...(isDisabled === undefined ? {} : { disabled: isDisabled }),
  };
  const call = {
    lane,
    operation: 'webhook_endpoints.update',
    method: 'POST',
    path: at(endpointsPath, id),
    params,
    idempotencyKey,
  } as const;
  return ask(call, WireWebhookEndpoint, `webhook endpoint ${id}`);
}
