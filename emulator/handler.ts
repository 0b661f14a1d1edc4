// The way of a request: who, which version, how often, what was asked, what is due, the answer.
import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import { accountCalls } from '@/emulator/accounts';
import { change } from '@/emulator/change';
import type { RunDue } from '@/emulator/clock';
import { controlRoutes } from '@/emulator/control/routes';
import type { Storms } from '@/emulator/control/storm';
import { holderCalls } from '@/emulator/customers';
import { eventCalls } from '@/emulator/events';
import { instead, sendStruck, storedFailure } from '@/emulator/faults/apply';
import { type Fault, takesEffect } from '@/emulator/faults/fault';
import type { Back } from '@/emulator/faults/past';
import type { Faults, Strike } from '@/emulator/faults/register';
import type { Ledger } from '@/emulator/ledger/ledger';
import type { Account, View } from '@/emulator/objects';
import type { Answer } from '@/emulator/protocol/answer';
import { readForm } from '@/emulator/protocol/body';
import type { Call } from '@/emulator/protocol/call';
import { checkExpand, expandAnswer } from '@/emulator/protocol/expand';
import { envelope, Failure } from '@/emulator/protocol/failure';
import {
  type KeyUse,
  keepAnswer,
  type Replay,
  readKey,
  releaseKey,
  replayOf,
  takeKey,
} from '@/emulator/protocol/idempotency';
import { type Caller, digest, identify, keyIn } from '@/emulator/protocol/keys';
import { anArray, aString, canonical, readShape } from '@/emulator/protocol/parameters';
import type { Limiter } from '@/emulator/protocol/rate-limit';
import { findVersion, type Version } from '@/emulator/protocol/versions';
import { secretLetters } from '@/emulator/random';
import { sessionCalls } from '@/emulator/sessions';
import { clockOf, type Store } from '@/emulator/store';
import type { Switches } from '@/emulator/switches';
import { transactionCalls } from '@/emulator/transactions';
import { endpointCalls } from '@/emulator/webhooks/endpoints';
import type { Sender } from '@/emulator/webhooks/sender';

const calls: Call[] = [
  ...accountCalls,
  ...transactionCalls,
  ...sessionCalls,
  ...holderCalls,
  ...eventCalls,
  ...endpointCalls,
];

/** What the handler works with. */
export interface Engine {
  store: Store;
  runDue: RunDue;
  limiter: Limiter;
  ledger: Ledger;
  faults: Faults;
  sender: Sender;
  storms: Storms;
}

/** One request while it is answered. */
interface Visit {
  requestId: string;
  caller: Caller | null;
  version: string | null;
  key: string | null;
  effect: boolean;
  fault: Fault | null;
}

/** The whole HTTP interface. */
export function createHandler(engine: Engine): Hono {
  const app = new Hono();
  for (const call of calls) {
    app.on(call.method, call.path, (context) => answer(engine, context, call));
  }
  app.route('/_emulator', controlRoutes(engine));
  app.notFound((context) => answer(engine, context, null));
  return app;
}

async function answer(engine: Engine, context: Context, call: Call | null): Promise<Response> {
  const { store } = engine;
  const arrivedAt = Date.now();
  const url = new URL(context.req.url);
  const strike = engine.faults.strike({
    operation: call?.operation ?? null,
    method: context.req.method,
    path: url.pathname,
    key: keyIn(context.req.raw.headers.get('authorization')),
  });
  const visit: Visit = {
    requestId: `req_${secretLetters(14)}`,
    caller: null,
    version: null,
    key: null,
    effect: false,
    fault: strike?.fault ?? null,
  };
  const given = await struckOrNot(engine, context, call, visit);
  engine.ledger.record({
    kind: 'call',
    at: Math.floor(clockOf(store)),
    world: visit.caller?.world.id ?? null,
    method: context.req.method,
    path: `${url.pathname}${url.search}`.replaceAll('\u0000', '').slice(0, 2_000),
    operation: call?.operation ?? null,
    key_suffix: visit.caller?.suffix ?? null,
    idempotency_key: visit.key,
    api_version: visit.version,
    status: given.status,
    request_id: visit.requestId,
    replayed: given.replayed === true,
    effect: visit.effect,
    fault: visit.fault?.kind ?? null,
    arrived_at: arrivedAt,
    ms: Date.now() - arrivedAt,
  });
  return send(context, strike, {
    status: given.status,
    body: given.body,
    headers: {
      'Content-Type': 'application/json',
      'Cache-Control': 'no-cache, no-store',
      Date: new Date(clockOf(store)).toUTCString(),
      'Request-Id': visit.requestId,
      ...(visit.version === null ? {} : { 'Stripe-Version': visit.version }),
      ...(visit.key === null ? {} : { 'Idempotency-Key': visit.key }),
      ...given.headers,
    },
  });
}

async function send(
  context: Context,
  strike: Strike | null,
  sealed: { status: number; body: string | Buffer; headers: Record<string, string> },
): Promise<Response> {
  // Hono's context carries what the server put into it.
  const sent = strike === null ? null : await sendStruck(strike, context.env as HttpBindings, sealed);
  if (sent !== null) return sent;
  const { status, headers } = sealed;
  return new Response(typeof sealed.body === 'string' ? sealed.body : new Uint8Array(sealed.body), {
    status,
    headers,
  });
}

/** The answer, unless a fault puts another one in its place: before the call, or after it took effect. */
async function struckOrNot(
  engine: Engine,
  context: Context,
  call: Call | null,
  visit: Visit,
): Promise<Answer> {
  const { fault } = visit;
  if (fault === null || fault.kind === 'stored500' || takesEffect(fault)) {
    const given = await attempt(engine, context, call, visit);
    if (fault === null || fault.kind === 'stored500') return given;
    return (await instead(fault, visit.requestId, visit.caller?.world.livemode === true)) ?? given;
  }
  const { headers } = context.req.raw;
  visit.caller = await identify(engine.store, headers).catch(toNobody);
  visit.key = context.req.method === 'POST' ? headers.get('idempotency-key') : null;
  const livemode = visit.caller?.world.livemode === true;
  return (await instead(fault, visit.requestId, livemode)) ?? attempt(engine, context, call, visit);
}

function toNobody(error: unknown): null {
  if (error instanceof Failure) return null;
  throw error;
}

async function attempt(engine: Engine, context: Context, call: Call | null, visit: Visit): Promise<Answer> {
  try {
    return await admit(engine, context, call, visit);
  } catch (error) {
    return failed(error, visit);
  }
}

function failed(error: unknown, visit: Visit): Answer & { body: string } {
  const livemode = visit.caller?.world.livemode === true;
  if (error instanceof Failure) {
    return { status: error.status, body: envelope(error, visit.requestId, livemode), headers: error.headers };
  }
  console.error(`emulator: ${visit.requestId} failed`, error);
  const failure = new Failure('An unknown error occurred', {
    status: 500,
    type: 'api_error',
    headers: { 'Stripe-Should-Retry': 'true' },
  });
  return { status: 500, body: envelope(failure, visit.requestId, livemode), headers: failure.headers };
}

function unrecognized(context: Context): Failure {
  const { method, path } = context.req;
  return new Failure(
    `Unrecognized request URL (${method}: ${path.slice(0, 200)}). Please see https://stripe.com/docs or we can help at https://support.stripe.com/.`,
    { status: 404 },
  );
}

async function admit(engine: Engine, context: Context, call: Call | null, visit: Visit): Promise<Answer> {
  const { store, limiter } = engine;
  if (call === null) throw unrecognized(context);
  const { headers } = context.req.raw;
  visit.caller = await identify(store, headers);
  const version = readVersion(headers.get('stripe-version'), store.switches);
  visit.version = version.name;
  if (call.exists?.(version) === false) throw unrecognized(context);
  limiter(visit.caller.world, call.operation, store.switches);
  if (call.method === 'POST') visit.key = readKey(headers);
  const sent = await readForm(context.req.raw);
  const use = visit.key === null ? null : keyUse(visit, visit.key, [context.req.path, canonical(sent)]);
  const replay = use === null ? null : await replayOf(store, visit.caller.world, use);
  if (replay !== null) return replayed(replay);
  const { expand = [], ...params } = readShape(sent, {
    ...call.parameters(version),
    expand: anArray(aString(), { most: 20 }),
  });
  checkExpand(expand, call.expandable ?? [], call.operation.endsWith('.list'));
  await engine.runDue();
  const request = {
    call,
    id: (context.req.param('id') ?? '').replaceAll('\u0000', ''),
    params,
    expand,
    view: { version, switches: store.switches },
  };
  return call.method === 'GET'
    ? read(engine, visit, visit.caller, request)
    : write(engine, visit, visit.caller, request, use);
}

function readVersion(name: string | null, switches: Switches): Version {
  const asked = findVersion(name ?? switches.defaultApiVersion);
  if (asked !== null && (switches.previewVersions || !asked.preview)) return asked;
  const fallback = findVersion(switches.defaultApiVersion);
  if (switches.unknownVersion === 'default' && asked === null && fallback !== null) return fallback;
  throw new Failure(`Invalid Stripe API version: ${(name ?? switches.defaultApiVersion).slice(0, 60)}`);
}

function keyUse(visit: Visit, key: string, asked: unknown): KeyUse {
  return { key, hash: digest(asked), requestId: visit.requestId };
}

function replayed(replay: Replay): Answer {
  return {
    status: replay.status,
    body: replay.body,
    replayed: true,
    headers: {
      'Idempotent-Replayed': 'true',
      'Original-Request': replay.requestId,
      // Every retry with this key would get the same again.
      ...(replay.status >= 500 ? { 'Stripe-Should-Retry': 'false' } : {}),
    },
  };
}

interface Request {
  call: Call;
  id: string;
  params: Record<string, unknown>;
  expand: string[];
  view: View;
}

async function read(
  { store }: Engine,
  { fault }: Visit,
  { world }: Caller,
  request: Request,
): Promise<Answer> {
  const { call, id, view, params, expand } = request;
  if (call.method !== 'GET') throw new Error('This call writes.');
  if (fault?.kind === 'stored500') throw storedFailure();
  const recall = fault?.kind === 'stale' ? recaller(store, fault) : asIs;
  // The shape that read the parameters is the one that the call was typed by.
  const body = await call.run({ store, world, view, id, params: params as never, recall });
  await expandAnswer(store.query, world.id, body, expand);
  return { status: 200, body: JSON.stringify(body, null, 2) };
}

const asIs = (account: Account): Account => account;

/** Accounts as they were so many seconds or changes ago; one change when nothing is said. */
function recaller(store: Store, { seconds, versions }: Extract<Fault, { kind: 'stale' }>) {
  const back: Back = seconds === undefined ? { versions: versions ?? 1 } : { seconds };
  return (account: Account) => store.past.recall(account, back, clockOf(store));
}

async function write(
  engine: Engine,
  visit: Visit,
  caller: Caller,
  request: Request,
  use: KeyUse | null,
): Promise<Answer> {
  const { store } = engine;
  const { call, id, view, params, expand } = request;
  const { world } = caller;
  if (call.method === 'GET') throw new Error('This call only reads.');
  if (use !== null) await takeKey(store, world, use);
  const stored = visit.fault?.kind === 'stored500' ? visit.fault : null;
  const spoilt = stored === null ? null : failed(storedFailure(), visit);
  try {
    if (stored !== null && !takesEffect(stored)) throw storedFailure();
    const cause = { id: visit.requestId, key: visit.key };
    const done = await change(store, { world, cause }, async (tx) => {
      const body = await call.run({ store, world, view, id, params: params as never, tx, recall: asIs });
      await expandAnswer(tx.query, world.id, body, expand);
      const given = spoilt ?? { status: 200, body: JSON.stringify(body, null, 2) };
      if (use !== null) await keepAnswer(tx.query, world, use, given.status, given.body);
      return { given, changed: tx.changed };
    });
    visit.effect = done.changed;
    return done.given;
  } catch (error) {
    const answered = failed(error, visit);
    if (use === null) return answered;
    if (error instanceof Failure && error.unbegun) {
      await releaseKey(store.query, world, use);
      return answered;
    }
    await keepAnswer(store.query, world, use, answered.status, answered.body);
    // A stored failure is what every retry with this key would get again.
    return answered.status < 500 ? answered : { ...answered, headers: { 'Stripe-Should-Retry': 'false' } };
  }
}
