// One POST to a webhook endpoint: what came back, and how long it took.
import {
  Agent,
  type ClientRequest,
  type IncomingMessage,
  request as plain,
  type RequestOptions,
} from 'node:http';
import { Agent as SafeAgent, request as safe } from 'node:https';

const agent = new Agent({ keepAlive: true });
const safeAgent = new SafeAgent({ keepAlive: true });
const mostAnswerBytes = 262_144;

/** How an attempt ended. Without a status there was no answer, and `error` says why. */
export interface Attempt {
  status: number | null;
  ms: number;
  error: string | null;
}

interface Letter {
  url: string;
  body: string;
  signature: string;
  timeoutMs: number;
}

/** Sends a letter once. A redirect is an answer like any other: it is not followed. */
export async function post(letter: Letter): Promise<Attempt> {
  const started = performance.now();
  const ended = (status: number | null, error: string | null): Attempt => ({
    status,
    ms: Math.round(performance.now() - started),
    error,
  });
  try {
    return ended(await send(letter), null);
  } catch (error) {
    if (!isStaleSocket(error)) return ended(null, reasonOf(error));
  }
  // The receiver had closed a kept connection just then: no delivery was tried yet.
  try {
    return ended(await send(letter), null);
  } catch (error) {
    return ended(null, reasonOf(error));
  }
}

class StaleSocket extends Error {}

function isStaleSocket(error: unknown): boolean {
  return error instanceof StaleSocket;
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message.slice(0, 200);
}

function send({ url, body, signature, timeoutMs }: Letter): Promise<number> {
  const bytes = Buffer.from(body);
  const options: RequestOptions = {
    method: 'POST',
    headers: {
      Accept: '*/*; q=0.5, application/json',
      'Cache-Control': 'no-cache',
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': bytes.byteLength,
      'Stripe-Signature': signature,
      'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    },
  };
  return new Promise((resolve, reject) => {
    const sent: ClientRequest = url.startsWith('https:')
      ? safe(url, { ...options, agent: safeAgent })
      : plain(url, { ...options, agent });
    const timer = setTimeout(() => sent.destroy(new Error('timed out')), timeoutMs);
    sent.on('response', (answer) => {
      drain(answer);
      answer.on('close', () => clearTimeout(timer));
      resolve(answer.statusCode ?? 0);
    });
    sent.on('error', (error) => {
      clearTimeout(timer);
      const stale = sent.reusedSocket && 'code' in error && error.code === 'ECONNRESET';
      reject(stale ? new StaleSocket(error.message) : error);
    });
    sent.end(bytes);
  });
}

/** Reads the rest of an answer away, so that the connection can be used again; a long one is cut. */
function drain(answer: IncomingMessage): void {
  let left = mostAnswerBytes;
  answer.on('data', (chunk: Buffer) => {
    left -= chunk.byteLength;
    if (left < 0) answer.destroy();
  });
  answer.on('error', () => answer.destroy());
}

/** Closes the connections that were kept. */
export function closeConnections(): void {
  agent.destroy();
  safeAgent.destroy();
}
