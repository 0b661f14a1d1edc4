// Requests that Next itself stumbles over: it answers 500 to a path that cannot be decoded and to the method TRACE,
// and guesses a Host where none is given.
import 'server-only';
import { subscribe } from 'node:diagnostics_channel';
import type { IncomingMessage } from 'node:http';

/** No route has this address, so it is answered as not found. */
const nowhere = '/api/malformed';

/** A name that is never ours (RFC 2606): what comes without a Host is refused like a foreign one. */
const noHost = 'none.invalid';

/** Sends such requests to nowhere, before Next sees them. Once per process. */
export function turnMalformedAway(): void {
  subscribe('http.server.request.start', (message) => {
    if (isStart(message)) turnAway(message.request);
  });
}

/** What is done to one request; its address, method and Host are all that is looked at. */
export function turnAway(request: Pick<IncomingMessage, 'method' | 'url' | 'headers'>): void {
  if (!isReadable(request.url ?? '')) request.url = nowhere;
  if (!request.headers.host) request.headers.host = noHost;
  // The Request of the fetch standard cannot carry it; no route answers PATCH.
  if (request.method === 'TRACE') request.method = 'PATCH';
}

/** A path that begins at the root and decodes to text; the query is read strictly by the routes. */
function isReadable(url: string): boolean {
  if (!url.startsWith('/')) return false;
  try {
    decodeURIComponent(url.split('?', 1)[0] ?? '');
    return true;
  } catch (error) {
    if (error instanceof URIError) return false;
    throw error;
  }
}

function isStart(message: unknown): message is { request: IncomingMessage } {
  return typeof message === 'object' && message !== null && 'request' in message;
}
