// Which hosts and origins are this console: a page on another name must neither read nor write it.
import 'server-only';
import { config } from '@/server/config';

const loopbackNames = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** The origins that may write: APP_URL's own, and its loopback names when it is on loopback. */
export function knownOrigins(appUrl: string): Set<string> {
  const url = new URL(appUrl);
  if (!loopbackNames.has(url.hostname)) return new Set([url.origin]);
  const port = url.port ? `:${url.port}` : '';
  return new Set([url.origin, ...[...loopbackNames].map((name) => `${url.protocol}//${name}${port}`)]);
}

/** Whether a Host header is one of ours; names compare without case, the default port may be left out. */
export function isKnownHost(host: string, appUrl: string): boolean {
  const { protocol } = new URL(appUrl);
  const origin = originOf(protocol, host);
  return origin !== null && knownOrigins(appUrl).has(origin);
}

/** Whether a Host header is a bare address: no other web page can reach us under one by its own name (DNS rebinding). */
export function isAddressHost(host: string): boolean {
  const origin = originOf('http:', host);
  if (origin === null) return false;
  const { hostname } = new URL(origin);
  return loopbackNames.has(hostname) || /^[0-9.]+$/.test(hostname) || hostname.startsWith('[');
}

function originOf(protocol: string, host: string): string | null {
  // A Host is a name and a port; what a URL parser would take for a path or a user is not one.
  if (!/^(\[[0-9a-f:.]{2,45}\]|[a-z0-9._-]{1,253})(:\d{1,5})?$/i.test(host)) return null;
  return URL.canParse(`${protocol}//${host}`) ? new URL(`${protocol}//${host}`).origin : null;
}

/** For pages: a request that came under another name sees "not found". */
export async function requireKnownHost(): Promise<void> {
  // Loaded here, so that the worker and the tests, which run outside Next, can use the rest of this file.
  const [{ headers }, { notFound }] = await Promise.all([import('next/headers'), import('next/navigation')]);
  const host = (await headers()).get('host');
  if (host === null || !isKnownHost(host, config().appUrl)) notFound();
}
