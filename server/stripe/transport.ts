// How bytes go to Stripe: one overall deadline (body included), a size limit, no redirects, no foreign bodies.
import 'server-only';

const maxBytes = 20 * 1024 * 1024;

/** A `fetch` for the SDK that ends within `deadlineMs` whatever the other side does. */
export function fetchWithin(deadlineMs: number): typeof fetch {
  return async (input, init) => {
    const deadline = AbortSignal.timeout(deadlineMs);
    const signal = init?.signal ? AbortSignal.any([init.signal, deadline]) : deadline;
    // A redirect would carry the secret key to another host.
    const response = await fetch(input, { ...init, signal, redirect: 'error', cache: 'no-store' });
    const body = await readAll(response);
    const isNull = response.status === 204 || response.status === 304;
    return new Response(isNull ? null : readable(body, response.status), {
      status: response.status,
      headers: response.headers,
    });
  };
}

async function readAll(response: Response): Promise<string> {
  if (!response.body) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body) {
    size += chunk.byteLength;
    if (size > maxBytes) throw new Error('The answer is larger than 20 MiB.');
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
  const said = status < 300 ? 'The answer is not a JSON object.' : `HTTP ${status} without Stripe's error.`;
  return JSON.stringify({ error: { type: 'api_error', message: said } });
}

function parse(body: string): object | null {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? value : null;
  } catch {
    // Not JSON at all: the caller wraps it, and the status says the rest.
    return null;
  }
}
