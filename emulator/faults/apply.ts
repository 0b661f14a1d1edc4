// What a fault does to a call: the answer in the place of Stripe's, or what happens to the connection.
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Fault } from '@/emulator/faults/fault';
import { foreignAnswer } from '@/emulator/faults/foreign';
import type { Strike } from '@/emulator/faults/register';
import type { Answer } from '@/emulator/protocol/answer';
import { envelope, Failure } from '@/emulator/protocol/failure';

const noAnswer: Answer = { status: 0, body: '' };
const dripEveryMs = 100;

/** Stripe's type and code where a fault names none. */
const usual: Record<number, { type: string; code?: string }> = {
  401: { type: 'invalid_request_error' },
  404: { type: 'invalid_request_error', code: 'resource_missing' },
  409: { type: 'idempotency_error', code: 'idempotency_key_in_use' },
  424: { type: 'api_error' },
};

/** The answer that a fault gives instead; null where it leaves the answer as it is. */
export async function instead(fault: Fault, requestId: string, livemode: boolean): Promise<Answer | null> {
  switch (fault.kind) {
    case 'status':
      return failureAnswer(failureOf(fault), requestId, livemode);
    case 'stored500':
      return failureAnswer(storedFailure(), requestId, livemode);
    case 'foreign':
      return foreignAnswer(fault.body);
    case 'redirect':
      return { status: fault.status, body: '', headers: { Location: fault.url } };
    case 'hang':
    case 'reset':
    case 'unavailable':
      return noAnswer;
    default:
      return null;
  }
}

function failureAnswer(failure: Failure, requestId: string, livemode: boolean): Answer {
  return { status: failure.status, body: envelope(failure, requestId, livemode), headers: failure.headers };
}

/** The failure that is kept under an idempotency key and replayed for it. */
export function storedFailure(): Failure {
  return new Failure('An unknown error occurred', {
    status: 500,
    type: 'api_error',
    headers: { 'Stripe-Should-Retry': 'false' },
  });
}

function failureOf(fault: Extract<Fault, { kind: 'status' }>): Failure {
  const { status, reason, headers = {}, message } = fault;
  const known = usual[status] ?? { type: status >= 500 ? 'api_error' : 'invalid_request_error' };
  // Without a reason, 429 means that an object was locked.
  const code =
    fault.code ?? (status === 429 ? (reason === undefined ? 'lock_timeout' : 'rate_limit') : known.code);
  return new Failure(message ?? `This answer is a fault that was asked for (${status}).`, {
    status,
    type: fault.type ?? known.type,
    ...(code === undefined ? {} : { code }),
    headers: { ...(reason === undefined ? {} : { 'Stripe-Rate-Limited-Reason': reason }), ...headers },
  });
}

/** An answer with its headers, ready to be sent. */
interface Sealed {
  status: number;
  body: string | Buffer;
  headers: Record<string, string>;
}

/** Sends an answer the way the fault wants it; null where it is sent as usual. */
export async function sendStruck(
  { fault, wait }: Strike,
  { outgoing }: HttpBindings,
  sealed: Sealed,
): Promise<Response | null> {
  switch (fault.kind) {
    case 'reset':
    case 'unavailable':
      outgoing.socket?.resetAndDestroy();
      return RESPONSE_ALREADY_SENT;
    case 'hang':
    case 'hold': {
      const gone = await heldUp(wait(), outgoing);
      if (fault.kind === 'hold' && !gone) return null;
      outgoing.socket?.destroy();
      return RESPONSE_ALREADY_SENT;
    }
    case 'drip':
      drip(outgoing, sealed, fault.bytesPerSecond);
      return RESPONSE_ALREADY_SENT;
    case 'truncate':
      return truncate(outgoing, sealed, fault);
    default:
      return null;
  }
}

type Outgoing = HttpBindings['outgoing'];

/** Waits for the release, or for the caller to go; true when the caller went. */
async function heldUp(waiting: ReturnType<Strike['wait']>, outgoing: Outgoing): Promise<boolean> {
  if (outgoing.destroyed) waiting.leave();
  outgoing.once('close', waiting.leave);
  await waiting.released;
  outgoing.off('close', waiting.leave);
  return outgoing.destroyed;
}

function open(outgoing: Outgoing, { status, headers }: Sealed, length: number): void {
  outgoing.writeHead(status, { ...headers, 'Content-Length': String(length) });
  outgoing.flushHeaders();
}

function drip(outgoing: Outgoing, sealed: Sealed, bytesPerSecond: number): void {
  const bytes = Buffer.from(sealed.body);
  open(outgoing, sealed, bytes.byteLength);
  const everyMs = Math.max(dripEveryMs, 1000 / bytesPerSecond);
  const step = Math.max(1, Math.round((bytesPerSecond * everyMs) / 1000));
  let at = 0;
  const timer = setInterval(() => {
    outgoing.write(bytes.subarray(at, at + step));
    at += step;
    if (at < bytes.byteLength) return;
    clearInterval(timer);
    outgoing.end();
  }, everyMs);
  outgoing.once('close', () => clearInterval(timer));
}

/** Half of the answer as if it were all of it, or the connection cut in the middle of it. */
function truncate(
  outgoing: Outgoing,
  sealed: Sealed,
  { bytes: most, cut }: Extract<Fault, { kind: 'truncate' }>,
): Response {
  const bytes = Buffer.from(sealed.body);
  const part = bytes.subarray(0, most ?? Math.floor(bytes.byteLength / 2));
  open(outgoing, sealed, cut ? bytes.byteLength : part.byteLength);
  if (!cut) outgoing.end(part);
  else outgoing.write(part, () => outgoing.socket?.destroy());
  return RESPONSE_ALREADY_SENT;
}
