// What Next would answer with 500, or would guess at, never reaches it as it came.
import { request as ask, createServer } from 'node:http';
import { expect, test } from 'vitest';
import { turnAway, turnMalformedAway } from './malformed';

const turned = (url: string, method = 'GET', host = 'h') => {
  const request = { url, method, headers: { host } };
  turnAway(request);
  return [request.method, request.url, request.headers.host];
};

test.each(['/api/accounts/%zz', '/%', '/a/%c3%28?x=1', 'http://evil.example/', '*', ''])(
  '%j leads nowhere',
  (url) => {
    expect(turned(url)).toEqual(['GET', '/api/malformed', 'h']);
  },
);

test.each(['/', '/api/accounts?q=%zz', '/accounts/%E5%90%8D', '//twice'])('%j stays as it is', (url) => {
  expect(turned(url)).toEqual(['GET', url, 'h']);
});

test('TRACE becomes a method that no route has, a missing Host one that is not ours', () => {
  expect(turned('/api/accounts', 'TRACE')[0]).toBe('PATCH');
  expect(turned('/', 'GET', '')[2]).toBe('none.invalid');
});

test('a server of Node sees the changed request', async () => {
  turnMalformedAway();
  const seen: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    seen.push(request.url);
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  await new Promise<void>((resolve, reject) => {
    const sent = ask({ port, host: '127.0.0.1', path: '/accounts/%zz' }, (answer) =>
      answer.resume().on('end', resolve),
    );
    sent.on('error', reject).end();
  });
  await new Promise((resolve) => server.close(resolve));
  expect(seen).toEqual(['/api/malformed']);
});
