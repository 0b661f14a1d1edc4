// Closes connections whose sender takes too long over the head of a request: Node looks for them only every half minute.
import 'server-only';
import { subscribe } from 'node:diagnostics_channel';
import { Socket } from 'node:net';

const maxHeadMs = 15_000;

const timers = new WeakMap<Socket, NodeJS.Timeout>();

/** From a new connection, or the end of an answer, to the end of the next head. Once per process. */
export function closeSlowHeads(maxMs = maxHeadMs): void {
  subscribe('net.server.socket', (message) => {
    const socket = socketOf(message);
    if (socket) wait(socket, maxMs, -1);
  });
  subscribe('http.server.request.start', (message) => {
    const socket = socketOf(message);
    if (socket) clearTimeout(timers.get(socket));
  });
  subscribe('http.server.response.finish', (message) => {
    const socket = socketOf(message);
    if (socket) wait(socket, maxMs, socket.bytesRead);
  });
}

/** `from`: how many bytes had come; while none is added the connection is idle, which Node itself ends. */
function wait(socket: Socket, maxMs: number, from: number): void {
  clearTimeout(timers.get(socket));
  const timer = setTimeout(() => {
    if (socket.destroyed) return;
    if (socket.bytesRead === from) wait(socket, maxMs, from);
    else socket.destroy();
  }, maxMs);
  timers.set(socket, timer.unref());
}

function socketOf(message: unknown): Socket | null {
  if (typeof message !== 'object' || message === null || !('socket' in message)) return null;
  return message.socket instanceof Socket ? message.socket : null;
}
