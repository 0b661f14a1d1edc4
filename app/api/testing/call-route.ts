// Calls the route handlers as Next would find them by their folders, without a server.
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { RouteHandler } from '@/server/http';

interface Route {
  /** "accounts", "[id]", "[...path]" */
  segments: string[];
  load: () => Promise<Record<string, RouteHandler>>;
}

const folder = path.join(import.meta.dirname, '..');

const routes: Route[] = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => path.basename(file) === 'route.ts')
  .map((file) => ({
    segments: path.dirname(file).split(path.sep),
    load: () => import(/* @vite-ignore */ path.join(folder, file)),
  }))
  // As in Next, a name goes before an id and an id before everything else.
  .sort((a, b) => rank(a) - rank(b));

/** The addresses of the API with "[id]" in place of ids, but for the one that answers all unknown ones. */
export const addresses = routes
  .map((route) => `/api/${route.segments.join('/')}`)
  .filter((address) => !address.includes('[...'));

function rank({ segments }: Route): number {
  return segments.filter((part) => part.startsWith('[')).length + (segments[0]?.startsWith('[...') ? 100 : 0);
}

/** The methods that an address of `addresses` answers. */
export async function methodsOf(address: string): Promise<string[]> {
  const route = routes.find((one) => `/api/${one.segments.join('/')}` === address);
  return route ? Object.keys(await route.load()) : [];
}

/** The answer to a request, as the server would give it; what Next itself refuses is 400, 404 or 405 without a body. */
export async function callRoute(request: Request): Promise<Response> {
  const segments = decode(new URL(request.url).pathname);
  if (segments === null) return new Response(null, { status: 400 });
  if (segments[0] !== 'api') return new Response(null, { status: 404 });
  for (const route of routes) {
    const params = match(route.segments, segments.slice(1));
    if (params === null) continue;
    const handlers = await route.load();
    const handler = handlers[request.method === 'HEAD' ? 'GET' : request.method];
    return handler
      ? handler(request, { params: Promise.resolve(params) })
      : new Response(null, { status: 405 });
  }
  return new Response(null, { status: 404 });
}

function decode(pathname: string): string[] | null {
  try {
    return pathname.split('/').filter(Boolean).map(decodeURIComponent);
  } catch (error) {
    if (error instanceof URIError) return null;
    throw error;
  }
}

function match(pattern: string[], segments: string[]): Record<string, string | string[]> | null {
  if (pattern[0]?.startsWith('[...')) return segments.length > 0 ? { path: segments } : null;
  if (pattern.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith('[')) params[part.slice(1, -1)] = segment;
    else if (part !== segment) return null;
  }
  return params;
}
