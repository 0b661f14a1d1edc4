// What went wrong with a call to Stripe, typed, with Stripe's request id and whether the effect may have happened.
import 'server-only';
import Stripe from 'stripe';
import type { ProblemCode } from '@/domain/problem';
import { AppError } from '@/server/errors';
import type { Lane } from './way/lane';
import { UnusableAnswer } from './way/transport';

interface StripeFacts {
  /** Null: no answer came at all. */
  httpStatus: number | null;
  stripeCode: string | null;
  message: string | null;
  requestId: string | null;
  /** False only where Stripe said no before doing anything. */
  mayHaveHappened: boolean;
  /** Stripe's own word on whether the same call may help. */
  shouldRetry: boolean | null;
  /** Which limit a 429 is about; null: an object was locked. */
  limitedReason: string | null;
  /** Counts as "Stripe does not answer". */
  isOutage: boolean;
  wasSent: boolean;
}

export class StripeCallError extends AppError {
  readonly httpStatus: number | null;
  readonly stripeCode: string | null;
  readonly stripeRequestId: string | null;
  readonly mayHaveHappened: boolean;
  readonly shouldRetry: boolean | null;
  readonly limitedReason: string | null;
  readonly isOutage: boolean;
  readonly wasSent: boolean;

  constructor(code: ProblemCode, detail: string, facts: StripeFacts, cause: unknown) {
    const said = facts.message
      ? { stripe: { code: facts.stripeCode, message: facts.message, requestId: facts.requestId } }
      : {};
    super(code, detail, said, { cause });
    this.name = 'StripeCallError';
    this.httpStatus = facts.httpStatus;
    this.stripeCode = facts.stripeCode;
    this.stripeRequestId = facts.requestId;
    this.mayHaveHappened = facts.mayHaveHappened;
    this.shouldRetry = facts.shouldRetry;
    this.limitedReason = facts.limitedReason;
    this.isOutage = facts.isOutage;
    this.wasSent = facts.wasSent;
  }
}

const nothingSaid: StripeFacts = {
  httpStatus: null,
  stripeCode: null,
  message: null,
  requestId: null,
  mayHaveHappened: true,
  shouldRetry: null,
  limitedReason: null,
  isOutage: false,
  wasSent: true,
};

/** Stripe's object did not have the shape that it must have. */
export function unreadable(what: string, cause: unknown, requestId: string | null): StripeCallError {
  const facts = { ...nothingSaid, httpStatus: 200, requestId };
  const detail = `Stripe's answer could not be read: ${what}. Try again; if it stays so, report the request id.`;
  return new StripeCallError('stripe_failed', detail, facts, cause);
}

/**
 * The call was not sent. Of a person's click that is the end of it; a job may be the second try of something, so
 * whether its effect has happened stays open.
 */
export function unsent(code: ProblemCode, detail: string, lane: Lane): StripeCallError {
  const facts = { ...nothingSaid, mayHaveHappened: lane !== 'interactive', wasSent: false };
  return new StripeCallError(code, `${detail} Nothing was sent.`, facts, undefined);
}

/** An error of the SDK as one of ours; a fault of our own code is thrown on. `deadlineMs`: the limit of the call. */
export function toCallError(error: unknown, deadlineMs: number, lane: Lane): StripeCallError {
  if (!(error instanceof Stripe.errors.StripeError)) throw error;
  const facts = factsOf(error);
  const unusable = inner(error, (cause) => cause instanceof UnusableAnswer);
  if (unusable) {
    const detail = `What answered in Stripe's place cannot be used. ${unusable.message}`;
    return new StripeCallError(
      'stripe_failed',
      detail,
      { ...facts, message: null, shouldRetry: false },
      error,
    );
  }
  if (inner(error, ({ name }) => name === 'TimeoutError')) {
    const detail = `Stripe did not answer within ${deadlineMs / 1000} s. What is shown is our copy, with its age.`;
    return new StripeCallError('stripe_timeout', detail, { ...facts, shouldRetry: false }, error);
  }
  if (facts.httpStatus === null || facts.httpStatus >= 500) {
    const detail = `Stripe is not answering right now${reasonOf(error)}. What is shown is our copy, with its age.`;
    return new StripeCallError('stripe_unavailable', detail, facts, error);
  }
  if (facts.httpStatus === 429) {
    const detail = 'Stripe asks us to wait: too many requests. Wait a minute before you ask again.';
    return new StripeCallError('rate_limited', detail, facts, error);
  }
  if (facts.httpStatus === 401 || facts.httpStatus === 403) {
    // A key that is refused now says nothing about what an earlier try of the same job has done.
    const doubt = { ...facts, mayHaveHappened: lane !== 'interactive' };
    return new StripeCallError('stripe_failed', keyRefused, doubt, error);
  }
  if (facts.httpStatus === 404) {
    const detail = `Stripe knows no such object for this key. Check the id, and that it is of this console's Stripe account and mode.`;
    return new StripeCallError('not_found', detail, facts, error);
  }
  // 409: the first request under this idempotency key still runs, so its effect may yet come.
  const mayHaveHappened = facts.httpStatus === 409;
  const detail = `Stripe refused: ${facts.message ?? `HTTP ${facts.httpStatus}`}`;
  return new StripeCallError('stripe_failed', detail, { ...facts, mayHaveHappened }, error);
}

export const keyRefused =
  'Stripe refused the secret key of this console, or the key lacks this right. Check STRIPE_SECRET_KEY.';

function factsOf(error: Stripe.errors.StripeError): StripeFacts {
  const httpStatus = error.statusCode ?? null;
  const isOutage = httpStatus === null || httpStatus >= 500;
  const asked = headerOf(error, 'stripe-should-retry');
  return {
    httpStatus,
    stripeCode: error.code ?? null,
    message: httpStatus === null ? null : withoutKey(error.message),
    requestId: error.requestId ?? null,
    mayHaveHappened: isOutage,
    shouldRetry: asked === null ? null : asked === 'true',
    limitedReason: headerOf(error, 'stripe-rate-limited-reason'),
    isOutage,
    wasSent: true,
  };
}

function headerOf({ headers }: Stripe.errors.StripeError, name: string): string | null {
  const value: unknown = headers?.[name];
  return typeof value === 'string' ? value : null;
}

/** Stripe's 401 quotes a part of the key. */
function withoutKey(message: string): string {
  return message.replace(/\b(sk|rk|pk)_(test|live)_[\w*]+/g, '$1_$2_…').slice(0, 500);
}

/** Words for what a team can mend itself: the name of the host, its certificate. */
function reasonOf(error: Error): string {
  const coded = inner(error, (cause) => 'code' in cause && typeof cause.code === 'string');
  const code = coded && 'code' in coded ? String(coded.code) : '';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return ': the name of its host could not be looked up';
  if (/CERT|SIGNED|ALTNAME|ERR_SSL|ERR_TLS/.test(code))
    return `: its certificate or TLS was not accepted (${code})`;
  if (code === 'ECONNREFUSED') return ': the connection was refused';
  return '';
}

/** The first among an error and its causes that `is` so. */
function inner(error: unknown, is: (cause: Error) => boolean, depth = 0): Error | null {
  if (depth > 6 || !(error instanceof Error)) return null;
  if (is(error)) return error;
  const detail = 'detail' in error ? error.detail : undefined;
  const many = error instanceof AggregateError ? error.errors : [];
  for (const cause of [error.cause, detail, ...many]) {
    const found = inner(cause, is, depth + 1);
    if (found) return found;
  }
  return null;
}
