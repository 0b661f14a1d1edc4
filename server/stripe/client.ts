// Every call to Stripe: the official SDK, its own retries off, one deadline a call, typed errors, parsed answers.
import 'server-only';
import Stripe from 'stripe';
import { z } from 'zod';
import type { RefreshFeature } from '@/domain/refresh';
import { config, gaVersion } from '@/server/config';
import { pauseBackground, takeBackgroundTurn } from './budget';
import { StripeCallError, toCallError, unreadable } from './call-error';
import { fetchWithin } from './transport';
import {
  WireAccount,
  WireEvent,
  WireHolder,
  WireList,
  WireOwner,
  WireSelf,
  WireSession,
  WireTransaction,
  WireWebhookEndpoint,
} from './wire';

/**
 * Who waits: a person for 10 s at most, what a person asked for in bulk or a job in the background for 25 s.
 * People come first.
 */
export type Lane = 'interactive' | 'bulk' | 'job';
const deadlineMs: Record<Lane, number> = { interactive: 10_000, bulk: 25_000, job: 25_000 };

/** What Stripe said, and what the answer proves. */
export interface Answer<T> {
  data: T;
  /** Stripe's clock when it answered, whole seconds. */
  evidenceAt: Date;
  /** Stripe's clock minus ours; whole seconds, so ±1 s. */
  clockOffsetMs: number;
  requestId: string | null;
  apiVersion: string;
}

export interface AnswerList<T> {
  rows: T[];
  /** Objects that could not be read; the others are good all the same. */
  unreadableIds: string[];
  hasMore: boolean;
  /** The first and the last object of the page, readable or not: what the next page starts from. */
  firstId: string | null;
  lastId: string | null;
}

type Params = Record<string, unknown>;
type Method = 'GET' | 'POST';

const clients = new Map<string, Stripe>();

function clientFor(lane: Lane, version: string): Stripe {
  const key = `${lane} ${version}`;
  const existing = clients.get(key);
  if (existing) return existing;
  const { stripeSecretKey, stripeApiBase } = config();
  const isPlain = stripeApiBase.protocol === 'http:';
  const client = new Stripe(stripeSecretKey, {
    // The SDK types its own version only; ours is a preview that carries causes and relink.
    apiVersion: version as Stripe.LatestApiVersion,
    host: stripeApiBase.hostname,
    port: Number(stripeApiBase.port || (isPlain ? 80 : 443)),
    protocol: isPlain ? 'http' : 'https',
    maxNetworkRetries: 0,
    telemetry: false,
    // Our own deadline is the shorter one and covers the body too.
    timeout: deadlineMs[lane] + 1_000,
    httpClient: Stripe.createFetchHttpClient(fetchWithin(deadlineMs[lane])),
  });
  clients.set(key, client);
  return client;
}

interface Call {
  lane: Lane;
  method: Method;
  path: string;
  params?: Params;
  idempotencyKey?: string;
}

async function send(
  { lane, method, path, params, idempotencyKey }: Call,
  version: string,
): Promise<Answer<unknown>> {
  if (lane !== 'interactive') await takeBackgroundTurn();
  const sentAt = Date.now();
  try {
    const client = clientFor(lane, version);
    // The SDK takes the parameters of a raw GET in its path only.
    const [target, body] = method === 'GET' ? [path + queryOf(params), undefined] : [path, params];
    const response = await client.rawRequest(method, target, body, idempotencyKey ? { idempotencyKey } : {});
    const { headers, requestId } = response.lastResponse;
    const evidenceMs = Date.parse(dateOf(headers));
    const answeredAt = Date.now();
    const evidenceAt = new Date(Number.isNaN(evidenceMs) ? Math.floor(sentAt / 1000) * 1000 : evidenceMs);
    const offset = Number.isNaN(evidenceMs) ? 0 : evidenceMs + 500 - answeredAt;
    return {
      data: response,
      evidenceAt,
      clockOffsetMs: offset,
      requestId: requestId ?? null,
      apiVersion: version,
    };
  } catch (error) {
    const known = toCallError(error, deadlineMs[lane]);
    if (known.httpStatus === 429 && lane !== 'interactive') pauseBackground(1_000 + Math.random() * 1_000);
    throw known;
  }
}

/** The SDK types headers as a plain object, but with its fetch client they are the web's Headers. */
function dateOf(headers: unknown): string {
  return headers instanceof Headers ? (headers.get('date') ?? '') : '';
}

/** "?limit=100&transaction_refresh[after]=…": Stripe's brackets, one level deep. */
function queryOf(params: Params = {}): string {
  const pairs = Object.entries(params).flatMap(([name, value]): [string, string][] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).map(([inner, text]) => [`${name}[${inner}]`, String(text)])
      : [[name, String(value)]],
  );
  return pairs.length > 0 ? `?${new URLSearchParams(pairs)}` : '';
}

let versionPromise: Promise<string> | undefined;

/** The version that Stripe accepts from us: the configured one, or GA when Stripe refuses a preview. */
export function versionInUse(): Promise<string> {
  versionPromise ??= negotiate().catch((error) => {
    versionPromise = undefined;
    throw error;
  });
  return versionPromise;
}

async function negotiate(): Promise<string> {
  const wanted = config().stripeApiVersion;
  if (wanted === gaVersion) return wanted;
  try {
    await send({ lane: 'interactive', method: 'GET', path: '/v1/account' }, wanted);
    return wanted;
  } catch (error) {
    // This call has no parameters: a 400 can only be about the version.
    if (error instanceof StripeCallError && error.httpStatus === 400) return gaVersion;
    throw error;
  }
}

async function ask<T>(call: Call, schema: z.ZodType<T>, what: string): Promise<Answer<T>> {
  const answer = await send(call, await versionInUse());
  const parsed = schema.safeParse(answer.data);
  if (!parsed.success) throw unreadable(what, parsed.error, answer.requestId);
  return { ...answer, data: parsed.data };
}

async function askList<T>(call: Call, schema: z.ZodType<T>, what: string): Promise<Answer<AnswerList<T>>> {
  const answer = await ask(call, WireList, what);
  const rows: T[] = [];
  const unreadableIds: string[] = [];
  for (const item of answer.data.data) {
    const parsed = schema.safeParse(item);
    if (parsed.success) rows.push(parsed.data);
    else unreadableIds.push(z.looseObject({ id: z.string() }).safeParse(item).data?.id ?? 'without an id');
  }
  const idAt = (index: number) =>
    z.looseObject({ id: z.string() }).safeParse(answer.data.data.at(index)).data?.id ?? null;
  const data = { rows, unreadableIds, hasMore: answer.data.has_more, firstId: idAt(0), lastId: idAt(-1) };
  return { ...answer, data };
}

const accountsPath = '/v1/financial_connections/accounts';
const sessionsPath = '/v1/financial_connections/sessions';
const at = (path: string, id: string, verb = '') => `${path}/${encodeURIComponent(id)}${verb && `/${verb}`}`;

/** GET /v1/account: who the secret key belongs to. */
export function retrieveSelf(lane: Lane) {
  return ask({ lane, method: 'GET', path: '/v1/account' }, WireSelf, 'the account of the key');
}

/** One page of every account, newest first; `limit` at most 100. */
export function listAccountsPage(lane: Lane, startingAfter: string | null, filter: Params = {}) {
  const params = { limit: 100, ...filter, ...(startingAfter ? { starting_after: startingAfter } : {}) };
  return askList({ lane, method: 'GET', path: accountsPath, params }, WireAccount, 'a page of accounts');
}

export function retrieveAccount(lane: Lane, id: string) {
  return ask({ lane, method: 'GET', path: at(accountsPath, id) }, WireAccount, `account ${id}`);
}

/** POST …/refresh; Stripe answers at once with the features pending. May be billed. */
export function postRefresh(lane: Lane, id: string, features: RefreshFeature[], idempotencyKey: string) {
  const call = {
    lane,
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
    { lane, method: 'GET', path: at(accountsPath, id, 'owners'), params },
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
  const call = { lane, method: 'GET', path: '/v1/financial_connections/transactions', params } as const;
  return askList(call, WireTransaction, `transactions of ${id}`);
}

export function postSession(lane: Lane, params: Params, idempotencyKey: string) {
  return ask(
    { lane, method: 'POST', path: sessionsPath, params, idempotencyKey },
    WireSession,
    'the new session',
  );
}

export function retrieveSession(lane: Lane, id: string) {
  return ask({ lane, method: 'GET', path: at(sessionsPath, id) }, WireSession, `session ${id}`);
}

/** A customer (`cus_…`) or a connected account (`acct_…`). */
export function retrieveHolder(lane: Lane, id: string) {
  const path = at(id.startsWith('acct_') ? '/v1/accounts' : '/v1/customers', id);
  return ask({ lane, method: 'GET', path }, WireHolder, `holder ${id}`);
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
  return askList({ lane, method: 'GET', path: '/v1/events', params }, WireEvent, 'a page of events');
}

/** `not_found` after 30 days. */
export function retrieveEvent(lane: Lane, id: string) {
  return ask({ lane, method: 'GET', path: at('/v1/events', id) }, WireEvent, `event ${id}`);
}

const endpointsPath = '/v1/webhook_endpoints';

/** The endpoints of this key's account (at most 16), without their secrets. */
export function listWebhookEndpoints(lane: Lane) {
  const call = { lane, method: 'GET', path: endpointsPath, params: { limit: 100 } } as const;
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
  const call = { lane, method: 'POST', path: endpointsPath, params, idempotencyKey } as const;
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
  const call = { lane, method: 'POST', path: at(endpointsPath, id), params, idempotencyKey } as const;
  return ask(call, WireWebhookEndpoint, `webhook endpoint ${id}`);
}
