// A receiver of webhooks for tests: keeps what came, answers as it is told.
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from '@/emulator/testing/stand';

/** One delivery as it arrived. */
export interface Letter {
  body: string;
  headers: IncomingHttpHeaders;
  event: {
    id: string;
    type: string;
    created: number;
    api_version: string;
    pending_webhooks: number;
    data: { object: Json };
  } & Json;
  at: number;
}

type Status = number | null | ((letter: number) => number);

export interface Listener {
  url: string;
  letters: Letter[];
  /** The most that were open at once. */
  mostAtOnce: () => number;
  /** The status of the next answers, or of the answer with a number; null: none ever comes. */
  answer: (status: Status, headers?: Record<string, string>, delayMs?: number) => void;
  ids: () => string[];
  close: () => Promise<void>;
}

/** Starts a receiver that answers with 200. */
export async function startListener(): Promise<Listener> {
  const letters: Letter[] = [];
  let answer: { status: Status; headers: Record<string, string>; delayMs: number } = {
    status: 200,
    headers: {},
    delayMs: 0,
  };
  let open = 0;
  let most = 0;
  const server = createServer((request, response) => {
    const { status, headers, delayMs } = answer;
    const chunks: Buffer[] = [];
    open += 1;
    most = Math.max(most, open);
    response.on('close', () => {
      open -= 1;
    });
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      letters.push({ body, headers: request.headers, event: JSON.parse(body), at: Date.now() });
      if (status === null) return;
      const given = typeof status === 'number' ? status : status(letters.length);
      setTimeout(() => response.writeHead(given, headers).end('{"received":true}'), delayMs);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`,
    letters,
    mostAtOnce: () => most,
    answer: (status, headers = {}, delayMs = 0) => {
      answer = { status, headers, delayMs };
    },
    ids: () => letters.map(({ event }) => event.id),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
