// A wire between our server and the emulator that a test can cut after Stripe has acted and before its answer arrives.
import 'server-only';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Wire {
  url: string;
  /** The next answers to POSTs on paths with this end are lost, after their effect. */
  cut(pathEnd: string, times: number): void;
  /** Keeps the answers to POSTs on paths with this end, after their effect, until they are released. */
  hold(pathEnd: string): HeldAnswers;
  close(): Promise<void>;
}

export interface HeldAnswers {
  /** How many wait. */
  count(): number;
  release(): void;
}

/** Passes everything on to `target`. */
export async function startWire(target: string): Promise<Wire> {
  let cuts = { pathEnd: '', left: 0 };
  const holds = new Set<{ pathEnd: string; waiting: (() => void)[] }>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const { host: _, connection: __, 'content-length': ___, ...headers } = request.headers;
    const answer = await fetch(`${target}${request.url}`, {
      method: request.method ?? 'GET',
      headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
      ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
    });
    const body = Buffer.from(await answer.arrayBuffer());
    if (request.method === 'POST' && cuts.left > 0 && request.url?.endsWith(cuts.pathEnd)) {
      cuts = { ...cuts, left: cuts.left - 1 };
      request.socket.destroy();
      return;
    }
    const hold = [...holds].find(
      ({ pathEnd }) => request.method === 'POST' && request.url?.endsWith(pathEnd),
    );
    if (hold) await new Promise<void>((resolve) => hold.waiting.push(resolve));
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: (pathEnd, times) => {
      cuts = { pathEnd, left: times };
    },
    hold: (pathEnd) => {
      const hold = { pathEnd, waiting: [] as (() => void)[] };
      holds.add(hold);
      return {
        count: () => hold.waiting.length,
        release: () => {
          holds.delete(hold);
          for (const resolve of hold.waiting.splice(0)) resolve();
        },
      };
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
