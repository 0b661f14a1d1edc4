// The wrapper of a route that answers with a stream of events: the same checks and refusals as every other route's.
import 'server-only';
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Permission } from '@/domain/operator';
import { toAppError } from '@/server/errors';
import { check, type RouteHandler, refuse } from '@/server/http';

interface StreamRoute<Query extends z.ZodObject> {
  /** What the operator must be allowed to do. */
  allow: Permission;
  query: Query;
  /** `lastEventId`: what a browser that was cut off has seen last. */
  open: (asked: { query: z.infer<Query>; lastEventId: string | null }) => ReadableStream<Uint8Array>;
}

/** A Next route handler of server-sent events; it never throws. */
export function stream<Query extends z.ZodObject>(route: StreamRoute<Query>): RouteHandler {
  return async (request, context) => {
    const requestId = randomUUID();
    try {
      const { query } = await check(route, request, context, requestId);
      const lastEventId = request.headers.get('last-event-id');
      // Next answers HEAD by GET: nothing would ever read the stream.
      const body = request.method === 'HEAD' ? null : route.open({ query, lastEventId });
      return new Response(body, { status: 200, headers: headersOf(requestId) });
    } catch (error) {
      return refuse(toAppError(error), { requestId, method: request.method, allow: route.allow });
    }
  };
}

function headersOf(requestId: string): Record<string, string> {
  return {
    'Content-Type': 'text/event-stream; charset=utf-8',
    // no-transform keeps compression away, the last one the buffers of proxies: each message goes out at once.
    'Cache-Control': 'no-store, no-transform',
    'X-Accel-Buffering': 'no',
    'X-Request-Id': requestId,
    'X-Content-Type-Options': 'nosniff',
  };
}
