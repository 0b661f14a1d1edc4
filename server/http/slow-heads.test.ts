// A sender of one byte now and then does not hold a connection; a slow answer does.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeSlowHeads } from './slow-heads';

const maxMs = 300;
const server = createServer((_, response) => {
  setTimeout(() => response.end('late'), maxMs * 3);
});

beforeAll(async () => {
  closeSlowHeads(maxMs);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const open = () => connect((server.address() as AddressInfo).port, '127.0.0.1');

test('a head that drips is cut off', async () => {
  const socket = open();
  socket.write('GET / HTTP/1.1\r\n');
  const drip = setInterval(() => socket.write('x'), 50);
  socket.on('error', () => socket.destroy());
  const from = performance.now();
  await once(socket, 'close');
  clearInterval(drip);
  expect(performance.now() - from).toBeLessThan(maxMs * 10);
});

test('a connection that never says a word is cut off', async () => {
  const socket = open();
  socket.on('error', () => socket.destroy());
  socket.resume();
  await once(socket, 'close');
});

test('an answer that takes longer is waited for, and the next head drips in vain', async () => {
  const socket = open();
  socket.on('error', () => socket.destroy());
  socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  await expect.poll(() => text, { timeout: maxMs * 10 }).toContain('late');
  expect(socket.destroyed).toBe(false);
  const drip = setInterval(() => socket.write('G'), 50);
  await once(socket, 'close');
  clearInterval(drip);
});
