// How bytes go to Stripe: under the call's own deadline (body included), a size limit, no redirects, no foreign bodies.
import 'server-only';
import { AsyncLocalStorage } from 'node:async_hooks';

/** Counted after decompression. */
const maxBytes = 20 * 1024 * 1024;

/** Something answered that is not Stripe's API, or not in a way that can be used. Asking again at once is no use. */
export class UnusableAnswer extends Error {}

// The SDK has no parameter for a signal of the call.
const deadlines = new AsyncLocalStorage<AbortSignal>();

/** Runs `work` so that each request in it ends when `deadline` is aborted. */
export function under<T>(deadline: AbortSignal, work: () => Promise<T>): Promise<T> {
  return deadlines.run(deadline, work);
}

/** A `fetch` for the SDK that ends at the deadline of its call whatever the other side does. */
export const boundedFetch: typeof fetch = async (input, init) => {
  const deadline = deadlines.getStore();
  if (!deadline) throw new Error('A call to Stripe has no deadline.');
  const signal = init?.signal ? AbortSignal.any([init.signal, deadline]) : deadline;
  try {
    // A redirect would carry the secret key to another host.
    const response = await fetch(input, { ...init, signal, redirect: 'manual', cache: 'no-store' });
    return await checked(response);
  } catch (error) {
    if (error instanceof UnusableAnswer || signal.aborted) throw error;
    // Without a code of its own: the SDK repeats by itself what has ECONNRESET on it, past our budget.
    throw new Error('The connection to Stripe failed.', { cause: error });
  }
};

async function checked(response: Response): Promise<Response> {
  if (response.status >= 300 && response.status < 400 && response.status !== 304) {
    await response.body?.cancel();
    throw new UnusableAnswer(
      'It sent us on to another address, which is not followed. Check STRIPE_API_BASE.',
    );
  }
  const body = await readAll(response);
  const isNull = response.status === 204 || response.status === 304;
  return new Response(isNull ? null : readable(body, response.status), {
    status: response.status,
    headers: response.headers,
  });
}

async function readAll(response: Response): Promise<string> {
  if (!response.body) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop by a throw ends the connection.
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new UnusableAnswer('The answer is larger than 20 MiB.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * The SDK tells an error by the key "error" of the body alone: a 502 page of a proxy, or a 500 whose JSON lacks
 * it, would pass as a result. Such bodies get Stripe's envelope here.
 */
function readable(body: string, status: number): string {
  const parsed = parse(body);
  if (parsed && (status < 300 || 'error' in parsed)) return body;
  if (status < 300) throw new UnusableAnswer('The answer is not a JSON object.');
  return JSON.stringify({ error: { type: 'api_error', message: `HTTP ${status} without Stripe's error.` } });
}

function parse(body: string): object | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
  } catch {
    // Not JSON at all: the caller wraps it, and the status says the rest.
    return null;
  }
}
