// Many large bodies at once wait for each other, and nobody else waits for them.
import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { queueLargeBodies } from './large-bodies';

const atOnce = 4;
const held: ServerResponse[] = [];
const sockets: Socket[] = [];
const server = createServer((request, response) => {
  if (request.url === '/held') held.push(response);
  else response.end('small');
});

beforeAll(async () => {
  queueLargeBodies();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const response of held.splice(0)) response.destroy();
  await expect.poll(connections).toBe(0);
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const count = promisify(server.getConnections.bind(server));
const connections = () => count();

/** Sends a head; answers what comes back. */
function send(path: string, head: string): { socket: Socket; text: () => string } {
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  let text = '';
  socket.on('error', () => socket.destroy());
  socket.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\n${head}\r\n\r\n`);
  sockets.push(socket);
  return { socket, text: () => text };
}

const large = ['Content-Length: 70000', 'Transfer-Encoding: chunked'];
const small = 'Content-Length: 0';

test('of many large ones four are handled at once, the others as these are answered; small ones pass by', async () => {
  const all = Array.from({ length: 10 }, (_, at) => send('/held', large[at % 2] ?? ''));
  await expect.poll(() => held.length).toBe(atOnce);
  const beside = send('/', small);
  await expect.poll(beside.text).toContain('small');
  expect(held).toHaveLength(atOnce);
  for (let answered = 1; answered <= 6; answered += 1) {
    held[answered - 1]?.end('large');
    await expect.poll(() => held.length).toBe(atOnce + answered);
  }
  for (const response of held) response.end('large');
  await expect.poll(() => all.every(({ text }) => text().includes('large'))).toBe(true);
});

test('one that leaves while it waits is not handled, and holds no place', async () => {
  for (let at = 0; at < atOnce; at += 1) send('/held', large[0] ?? '');
  await expect.poll(() => held.length).toBe(atOnce);
  const impatient = send('/held', large[0] ?? '');
  const patient = send('/held', large[1] ?? '');
  await once(impatient.socket, 'connect');
  await expect.poll(connections).toBe(atOnce + 2);
  impatient.socket.destroy();
  await expect.poll(connections).toBe(atOnce + 1);
  held[0]?.end();
  await expect.poll(() => held.length).toBe(atOnce + 1);
  held[4]?.end('large');
  await expect.poll(patient.text).toContain('large');
});

test('senders that dawdle give their places away', async () => {
  for (let at = 0; at < atOnce; at += 1) send('/held', large[1] ?? '');
  await expect.poll(() => held.length).toBe(atOnce);
  send('/held', large[0] ?? '');
  await expect.poll(() => held.length, { timeout: 5_000 }).toBe(atOnce + 1);
});
