// Lets few large bodies in at once: a hundred in one moment would keep every other request waiting, and all be held in memory.
import 'server-only';
import { subscribe } from 'node:diagnostics_channel';
import { type IncomingMessage, Server, type ServerResponse } from 'node:http';
import { maxBodyBytes } from '@/server/http/body';

const mostAtOnce = 4;

/** One whose sender dawdles gives its place to the next, and goes on beside it. */
const mostMs = 1_000;

/** The others stand at the door, unread, until an answer is through. Once per process. */
export function queueLargeBodies(): void {
  const enter = queue();
  const known = new WeakSet<Server>();
  // Told before the server's own listeners are: from its first request on, they are asked through here.
  subscribe('http.server.request.start', (message) => {
    const server = serverOf(message);
    if (!server || known.has(server)) return;
    known.add(server);
    const listeners = server.listeners('request');
    server.removeAllListeners('request');
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      const handle = () => {
        for (const listener of listeners) Reflect.apply(listener, server, [request, response]);
      };
      if (isLarge(request)) enter(response, handle);
      else handle();
    });
  });
}

/** A body without a length may be of any. */
const isLarge = ({ headers }: IncomingMessage) =>
  headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > maxBodyBytes;

function queue() {
  const waiting: (() => void)[] = [];
  let inside = 0;
  return function enter(response: ServerResponse, handle: () => void): void {
    if (inside >= mostAtOnce) {
      waiting.push(() => enter(response, handle));
      return;
    }
    inside += 1;
    const leave = () => {
      clearTimeout(late);
      response.off('close', leave);
      inside -= 1;
      waiting.shift()?.();
    };
    const late = setTimeout(leave, mostMs);
    response.on('close', leave);
    // Whoever has left meanwhile needs no answer.
    if (response.closed) leave();
    else handle();
  };
}

function serverOf(message: unknown): Server | null {
  if (typeof message !== 'object' || message === null || !('server' in message)) return null;
  return message.server instanceof Server ? message.server : null;
}
