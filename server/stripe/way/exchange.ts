// One request to Stripe and its answer, by the official SDK with its own retries off; no rule of ours yet.
import 'server-only';
import Stripe from 'stripe';
import { config } from '@/server/config';
import { toCallError, unsent } from '../call-error';
import { deadlineMs, type Lane } from './lane';
import { boundedFetch, under } from './transport';

export interface Call {
  lane: Lane;
  /** Stripe's name for the endpoint: what its limit per endpoint counts. */
  operation: string;
  method: 'GET' | 'POST';
  path: string;
  params?: Params;
  idempotencyKey?: string;
}

export type Params = Record<string, unknown>;

/** What Stripe said, and what the answer proves. */
export interface Said<T> {
  data: T;
  /** Stripe's clock when it answered, whole seconds. */
  evidenceAt: Date;
  /** Stripe's clock minus ours, ±1 s; null when the answer took too long to tell. */
  clockOffsetMs: number | null;
  requestId: string | null;
  apiVersion: string;
}

const clients = new Map<string, Stripe>();

function clientFor(version: string): Stripe {
  const existing = clients.get(version);
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
    // The deadline of the call is the shorter one.
    timeout: Math.max(...Object.values(deadlineMs)) + 1_000,
    httpClient: Stripe.createFetchHttpClient(boundedFetch),
  });
  clients.set(version, client);
  return client;
}

/** Ends at `deadlineAt` (of performance.now) at the latest. Throws StripeCallError. */
export async function exchange(call: Call, version: string, deadlineAt: number): Promise<Said<unknown>> {
  const { lane, method, path, params, idempotencyKey } = call;
  const leftMs = Math.floor(deadlineAt - performance.now());
  if (leftMs < 1)
    throw unsent('stripe_timeout', `The ${deadlineMs[lane] / 1000} s for this call were over.`, lane);
  // The SDK takes the parameters of a raw GET in its path only.
  const [target, body] = method === 'GET' ? [path + queryOf(params), undefined] : [path, params];
  const sentAt = Date.now();
  try {
    const response = await under(AbortSignal.timeout(leftMs), () =>
      clientFor(version).rawRequest(method, target, body, idempotencyKey ? { idempotencyKey } : {}),
    );
    const { headers, requestId } = response.lastResponse;
    const proof = proofOf(Date.parse(dateOf(headers)), sentAt, Date.now());
    return { data: response, ...proof, requestId: requestId ?? null, apiVersion: version };
  } catch (error) {
    throw toCallError(error, deadlineMs[lane], lane);
  }
}

/** Slower answers say too little about when within them Stripe looked at its clock. */
const exactMs = 4_000;

function proofOf(dateMs: number, sentMs: number, answeredMs: number) {
  // Without Stripe's own word the state is as of the asking, not of the answer.
  if (Number.isNaN(dateMs)) {
    return { evidenceAt: new Date(Math.floor(sentMs / 1000) * 1000), clockOffsetMs: null };
  }
  const offset = dateMs + 500 - answeredMs;
  return { evidenceAt: new Date(dateMs), clockOffsetMs: answeredMs - sentMs > exactMs ? null : offset };
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
