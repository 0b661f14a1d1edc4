// A wire between our server and the emulator that a test can cut after Stripe has acted and before its answer arrives.
import 'server-only';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Wire {
  url: string;
  /** The next answers to POSTs on paths with this end are lost, after their effect. */
  cut(pathEnd: string, times: number): void;
  close(): Promise<void>;
}

/** Passes everything on to `target`. */
export async function startWire(target: string): Promise<Wire> {
  let cuts = { pathEnd: '', left: 0 };
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
    response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(body);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: (pathEnd, times) => {
      cuts = { pathEnd, left: times };
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
