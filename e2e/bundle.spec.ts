// What leaves the server: no page, answer or file for the browser holds a key, a signing secret or a connection string.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, open, test } from './journey';
import { get, listAccounts, read } from './world';

const secrets = /[sr]k_(test|live)_|whsec_|client_secret|postgres(ql)?:\/\/|DATABASE_URL|STRIPE_SECRET_KEY/;
const built = join(process.cwd(), '.next', 'static');

async function files(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

/** The addresses of our own that a page or a script names. */
const addressesIn = (text: string): string[] =>
  [...text.matchAll(/(?:href|src)="(\/[^"]*)"/g)].map((match) => (match[1] ?? '').replaceAll('&amp;', '&'));

test('no file that was built for the browser holds a secret or the name of one', async () => {
  const all = await files(built);
  expect(all.length).toBeGreaterThan(10);
  for (const file of all) expect((await readFile(file)).toString('latin1'), file).not.toMatch(secrets);
});

test('no page, answer or asset met on a walk through the console holds one', async () => {
  const [account] = await listAccounts('status=active');
  const { data: sessions } = await read<{ data: { id: string }[] }>('/api/sessions');
  const waiting = [
    '/',
    '/accounts',
    `/accounts/${account?.id}`,
    '/relinks',
    '/sessions',
    '/sessions/new',
    '/no-such-page',
    '/theme.js',
    '/api/overview',
    '/api/accounts?limit=200',
    `/api/accounts/${account?.id}`,
    `/api/accounts/${account?.id}/timeline`,
    '/api/relinks',
    '/api/sessions',
    '/api/backfills',
    '/api/ready',
    ...sessions.slice(0, 3).flatMap(({ id }) => [`/sessions/${id}`, `/api/sessions/${id}`]),
  ];
  const seen = new Set<string>();
  for (let path = waiting.shift(); path !== undefined && seen.size < 150; path = waiting.shift()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const { status, text, headers } = await get(path);
    expect(status, path).toBeLessThan(500);
    const told = `${JSON.stringify([...headers])}\n${text}`;
    expect(secrets.exec(told)?.[0], `a secret in ${path}`).toBeUndefined();
    if (/html/.test(headers.get('content-type') ?? ''))
      waiting.push(...addressesIn(text).filter((each) => !each.startsWith('//')));
  }
  expect(seen.size).toBeGreaterThan(40);
});

test('a page names no host but its own', async () => {
  for (const path of ['/', '/accounts', '/relinks']) {
    const { text } = await get(path);
    const hosts = [...text.matchAll(/(?:href|src|action)="(?:https?:)?\/\/([^/"]+)/g)].map(
      (match) => match[1],
    );
    expect(hosts, path).toEqual([]);
  }
});

test('no page fetches the schemas of the API but the form that checks itself by them', async () => {
  const [account] = await listAccounts('status=active');
  const pages = [
    '/',
    '/accounts',
    `/accounts/${account?.id}`,
    '/relinks',
    '/sessions',
    '/activity',
    '/audit',
  ];
  for (const path of pages) {
    const { text } = await get(path);
    const scripts = [...new Set(addressesIn(text))].filter((each) => each.endsWith('.js'));
    expect(scripts.length, path).toBeGreaterThan(4);
    for (const script of scripts)
      expect((await get(script)).text.includes('ZodError'), `zod in ${script} of ${path}`).toBe(false);
  }
});

test('a page that is only looked at reads no other page ahead', async ({ page }) => {
  const ahead: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes('_rsc=')) ahead.push(request.url());
  });
  for (const path of ['/', '/accounts', '/relinks']) await open(page, path);
  expect(ahead).toEqual([]);
  await page
    .getByRole('navigation', { name: 'Pages' })
    .getByRole('link', { name: /^Sessions/ })
    .hover();
  await expect.poll(() => ahead.length).toBeGreaterThan(0);
});
