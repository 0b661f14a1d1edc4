// A TCP proxy of a test's own that can fall silent: connections stay open and nothing comes through.
import 'server-only';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface TcpWire {
  port: number;
  /** Every connection that is open now goes silent for good, both ways; new ones work. */
  silence(): void;
  close(): Promise<void>;
}

/** Passes everything on to a port of this machine. */
export async function startTcpWire(targetPort: number): Promise<TcpWire> {
  const pairs = new Set<[Socket, Socket]>();
  const server = createServer((near) => {
    const far = connect(targetPort, '127.0.0.1');
    const pair: [Socket, Socket] = [near, far];
    pairs.add(pair);
    const drop = () => {
      near.destroy();
      far.destroy();
      pairs.delete(pair);
    };
    // A broken side breaks the other: that is all an error means here.
    for (const socket of pair) socket.on('error', drop).on('close', drop);
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    silence: () => {
      for (const [near, far] of pairs) {
        near.unpipe(far);
        far.unpipe(near);
        // Read on and throw away, as a router that drops packets.
        near.resume();
        far.resume();
      }
    },
    close: () => {
      for (const [near, far] of pairs) {
        near.destroy();
        far.destroy();
      }
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
