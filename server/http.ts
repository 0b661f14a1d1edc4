// The wrapper of every route: checks who asks and what, runs, answers, and turns every error into a problem.
import 'server-only';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Operator, Permission } from '@/domain/operator';
import { config } from '@/server/config';
import { errorFacts } from '@/server/error-facts';
import { type AppError, toAppError } from '@/server/errors';
import { readBody, readBytes } from '@/server/http/body';
import { requireHost, requireOrigin, requireRequestKey } from '@/server/http/origin';
import { readId, readQuery } from '@/server/http/query';
import { log } from '@/server/log';

interface Asked<Query extends z.ZodObject, Body extends z.ZodType> {
  /** The id in the path; empty in a path without one. */
  id: string;
  query: z.infer<Query>;
  body: z.infer<Body>;
  /** Who wants it and under which key: the same key answers the same again. */
  intent: { requestKey: string; actor: string };
  requestId: string;
}

interface Route<Query extends z.ZodObject, Body extends z.ZodType> {
  /** What the operator must be allowed to do. */
  allow: Permission;
  query?: Query;
  /** Of a write; without one it takes the empty object. */
  body?: Body;
  run: (asked: Asked<Query, Body>) => Promise<unknown>;
}

/** What Next gives beside the request. */
export interface RouteContext {
  params: Promise<Record<string, string | string[] | undefined>>;
}

export type RouteHandler = (request: Request, context: RouteContext) => Promise<Response>;

const NoQuery = z.strictObject({});
const NoBody = z.strictObject({});

/** A Next route handler that checks the request, runs the route and answers JSON; it never throws. */
export function handle<Query extends z.ZodObject = typeof NoQuery, Body extends z.ZodType = typeof NoBody>(
  route: Route<Query, Body>,
): RouteHandler {
  return async (request, context) => {
    const requestId = randomUUID();
    try {
      const asked = await check(route, request, context, requestId);
      return answer(200, JSON.stringify(await route.run(asked)), requestId);
    } catch (error) {
      return refuse(toAppError(error), { requestId, method: request.method, allow: route.allow });
    }
  };
}

/** A route for deliveries of another server: no origin and no key; `run` proves who sent it. */
export function handleDelivery(
  maxBytes: number,
  run: (body: Uint8Array, headers: Headers) => Promise<unknown>,
): RouteHandler {
  return async (request) => {
    const requestId = randomUUID();
    try {
      requireHost(request.headers.get('host') ?? '', config().appUrl, false);
      return answer(
        200,
        JSON.stringify(await run(await readBytes(request, maxBytes), request.headers)),
        requestId,
      );
    } catch (error) {
      return refuse(toAppError(error), { requestId, method: request.method, allow: 'health:read' });
    }
  };
}

/** What every route checks before it runs: host, origin, operator, key, address, body. */
export async function check<Query extends z.ZodObject, Body extends z.ZodType>(
  route: Omit<Route<Query, Body>, 'run'>,
  request: Request,
  context: RouteContext,
  requestId: string,
): Promise<Asked<Query, Body>> {
  const url = new URL(request.url);
  const isWrite = request.method !== 'GET' && request.method !== 'HEAD';
  requireHost(request.headers.get('host') ?? url.host, config().appUrl, route.allow === 'health:read');
  if (isWrite) requireOrigin(request.headers, config().appUrl);
  const { actor } = await permit(route.allow);
  const requestKey = isWrite ? requireRequestKey(request.headers) : '';
  const id = readId(await context.params);
  const query = readQuery(url.search, route.query ?? NoQuery) as z.infer<Query>;
  const body = (isWrite ? (route.body ?? NoBody).parse(await readBody(request)) : undefined) as z.infer<Body>;
  return { id, query, body, intent: { requestKey, actor }, requestId };
}

/** Who asks, if that operator may do this. Sign-in comes in here; until then whoever reaches the console is "console". */
export async function permit(_allow: Permission): Promise<Operator> {
  return { actor: 'console' };
}

/** The answer to a request that failed, logged. */
export function refuse(
  error: AppError,
  about: { requestId: string; method: string; allow: Permission },
): Response {
  const facts = { ...about, code: error.code, status: error.status };
  if (error.status >= 500) log.error({ ...facts, cause: errorFacts(error) }, 'a request failed');
  else log.info(facts, 'a request was refused');
  const response = answer(error.status, JSON.stringify(error.toProblem(about.requestId)), about.requestId);
  response.headers.set('Content-Type', 'application/problem+json; charset=utf-8');
  const waitSeconds = retryAfterSeconds(error);
  if (waitSeconds !== null) response.headers.set('Retry-After', String(waitSeconds));
  // Else Node takes in the rest of the body, to throw it away, so that the line can be used again.
  if (error.code === 'too_large') response.headers.set('Connection', 'close');
  return response;
}

function retryAfterSeconds({ code, extra }: AppError): number | null {
  if (extra.availableAt) return Math.max(1, Math.ceil((Date.parse(extra.availableAt) - Date.now()) / 1000));
  const isPassing =
    code === 'rate_limited' || code === 'stripe_unavailable' || code === 'database_unavailable';
  return isPassing ? 5 : null;
}

function answer(status: number, body: string, requestId: string): Response {
  return new Response(body, {
    status,
    headers: {
      'Content-Type': 'application/json; charset=utf-8',
      'Cache-Control': 'no-store',
      'X-Request-Id': requestId,
      'X-Content-Type-Options': 'nosniff',
    },
  });
}
