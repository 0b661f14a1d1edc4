// The secret key never reaches anybody but Stripe: wrong certificates, no TLS, no such name, redirects.
import { generateKeyPairSync, sign, X509Certificate } from 'node:crypto';
import { createServer as createHttp } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { type AddressInfo, createServer as createTcp, type Server } from 'node:net';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { db } from '@/server/db';
import { useDatabase } from '@/server/testing/database';

useDatabase();
process.env.RELINK_TIMINGS = JSON.stringify({ peopleWaitMs: 4_000 });

const open: { close(): void }[] = [];
beforeEach(async () => {
  await db.$executeRaw`truncate stripe_limits`;
  await db.$executeRaw`update stripe_health set is_open = false`;
  vi.resetModules();
});
afterEach(() => {
  for (const server of open.splice(0)) server.close();
});

async function listen(server: Server): Promise<number> {
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

/** The error of the first call of a process whose Stripe is at `base`. */
async function errorAt(base: string): Promise<Error & { code?: string; httpStatus?: number | null }> {
  process.env.STRIPE_API_BASE = base;
  const { retrieveSelf } = await import('../client');
  const error: unknown = await retrieveSelf('interactive').then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (error instanceof Error) return error;
  throw new Error('It did not fail.');
}

/** One DER element. */
function der(tag: number, ...parts: Buffer[]): Buffer {
  const body = Buffer.concat(parts);
  const size = body.length;
  const length = size < 128 ? [size] : [0x82, size >> 8, size & 255];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

/** A certificate for 127.0.0.1 that nobody has reason to trust. */
function ownCertificate() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const algorithm = der(0x30, der(0x06, Buffer.from('2a8648ce3d040302', 'hex')));
  const commonName = der(0x30, der(0x06, Buffer.from('550403', 'hex')), der(0x0c, Buffer.from('127.0.0.1')));
  const name = der(0x30, der(0x31, commonName));
  const times = der(0x30, der(0x17, Buffer.from('200101000000Z')), der(0x17, Buffer.from('490101000000Z')));
  const spki = publicKey.export({ type: 'spki', format: 'der' });
  const body = der(0x30, der(0x02, Buffer.from([1])), algorithm, name, times, name, spki);
  const signature = der(0x03, Buffer.from([0]), sign('sha256', body, privateKey));
  const certificate = new X509Certificate(der(0x30, body, algorithm, signature));
  return { cert: certificate.toString(), key: privateKey.export({ type: 'pkcs8', format: 'pem' }) };
}

test('a certificate that is not trusted: nothing is sent, and the words say so', async () => {
  let requests = 0;
  const port = await listen(createHttps(ownCertificate(), () => (requests += 1)));
  const error = await errorAt(`https://127.0.0.1:${port}`);
  expect(error).toMatchObject({ code: 'stripe_unavailable', httpStatus: null });
  expect(error.message).toMatch(/certificate/);
  expect(requests).toBe(0);
});

test('no TLS where it must be: no fall-back to plain text', async () => {
  const heard: Buffer[] = [];
  const server = createTcp((socket) => {
    socket.on('error', () => socket.destroy());
    socket.on('data', (bytes) => {
      heard.push(bytes);
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}');
    });
  });
  const error = await errorAt(`https://127.0.0.1:${await listen(server)}`);
  expect(error).toMatchObject({ code: 'stripe_unavailable', httpStatus: null });
  expect(heard.length).toBeGreaterThan(0);
  expect(Buffer.concat(heard).toString('latin1')).not.toMatch(/sk_test|authorization/i);
});

test('a name that is nowhere', async () => {
  const error = await errorAt('https://stripe.invalid');
  expect(error).toMatchObject({ code: 'stripe_unavailable', httpStatus: null });
  expect(error.message).toMatch(/could not be looked up/);
});

test.each([301, 302, 307, 308])('a redirect (%i) to another host is not followed', async (status) => {
  const reached: (string | undefined)[] = [];
  const other = await listen(
    createHttp((request, response) => {
      reached.push(request.headers.authorization);
      response.end('{}');
    }),
  );
  let asked = 0;
  const port = await listen(
    createHttp((_, response) => {
      asked += 1;
      response.writeHead(status, { location: `http://localhost:${other}/v1/account` }).end('{"id":"acct_1"}');
    }),
  );
  const error = await errorAt(`http://127.0.0.1:${port}`);
  expect(error).toMatchObject({ code: 'stripe_failed' });
  expect(error.message).toMatch(/STRIPE_API_BASE/);
  expect({ asked, reached }).toEqual({ asked: 1, reached: [] });
});
