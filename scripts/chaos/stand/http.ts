// Requests over kept connections, timed, with any method, header and body.
import { Agent, request } from 'node:http';

export interface Reply {
  /** 0: no answer came, and `text` says why. */
  status: number;
  text: string;
  ms: number;
  /** When it was sent, by performance.now(). */
  at: number;
}

export interface Ask {
  method?: string;
  headers?: Record<string, string>;
  body?: string | Buffer;
  timeoutMs?: number;
}

const agent = new Agent({ keepAlive: true, maxSockets: 256 });

/** Sends one request; it never throws. */
export function send(
  url: string,
  { method = 'GET', headers = {}, body, timeoutMs = 30_000 }: Ask = {},
): Promise<Reply> {
  const at = performance.now();
  return new Promise((resolve) => {
    const done = (status: number, text: string) => {
      clearTimeout(timer);
      resolve({ status, text, ms: performance.now() - at, at });
    };
    const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
    const sent = request(url, { method, agent, headers: { ...length, ...headers } }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => done(answer.statusCode ?? 0, Buffer.concat(chunks).toString()));
      answer.on('error', (error) => done(0, String(error)));
    });
    const timer = setTimeout(() => sent.destroy(new Error('no answer in time')), timeoutMs);
    sent.on('error', (error) => done(0, String(error)));
    sent.end(body);
  });
}

/** The JSON of an answer with 2xx; throws what came instead. */
export function json<T>(reply: Reply): T {
  if (reply.status < 200 || reply.status > 299)
    throw new Error(`${reply.status}: ${reply.text.slice(0, 300)}`);
  return JSON.parse(reply.text) as T;
}

/** Closes what was kept open. */
export function closeConnections(): void {
  agent.destroy();
}
