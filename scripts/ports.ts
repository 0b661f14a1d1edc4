// Which ports are free on this machine.
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

const LOOPBACK = '127.0.0.1';

/** Whether nobody listens on the port. A port that may not be used at all (below 1024) throws. */
export async function isPortFree(port: number, host = LOOPBACK): Promise<boolean> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false);
      else reject(error);
    });
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port: 0, host: LOOPBACK }, () => {
      const address = server.address();
      const port = typeof address === 'object' && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

/** Waits for a port that a process of a killed run may still hold for a moment. */
export async function becomesFree(port: number, host = LOOPBACK, waitMs = 6_000): Promise<boolean> {
  const end = Date.now() + waitMs;
  while (!(await isPortFree(port, host))) {
    if (Date.now() > end) return false;
    await sleep(200);
  }
  return true;
}
