// Stripe's error envelope, as something that can be thrown.

interface FailureDetails {
  status?: number;
  /** `invalid_request_error`, `idempotency_error`, `api_error`, or what a fault asks for. */
  type?: string;
  code?: string;
  param?: string;
  headers?: Record<string, string>;
  /** The parameters are at fault, so nothing was begun and no idempotency key is used up. */
  unbegun?: boolean;
}

/** A refusal or failure that the caller is told about. */
export class Failure extends Error {
  readonly status: number;
  readonly type: string;
  readonly code: string | undefined;
  readonly param: string | undefined;
  readonly headers: Record<string, string>;
  readonly unbegun: boolean;

  constructor(message: string, details: FailureDetails = {}) {
    super(message);
    this.name = 'Failure';
    this.status = details.status ?? 400;
    this.type = details.type ?? 'invalid_request_error';
    this.code = details.code;
    this.param = details.param;
    this.headers = details.headers ?? {};
    this.unbegun = details.unbegun === true;
  }
}

/** A refused parameter. */
export function refused(param: string, message: string, code?: string): Failure {
  return new Failure(message, { param, unbegun: true, ...(code === undefined ? {} : { code }) });
}

/** Something that does not exist in this world: 404 in the path, 400 in a parameter. */
export function noSuch(thing: string, id: string, param: string, status: 400 | 404 = 400): Failure {
  return new Failure(`No such ${thing}: '${id}'`, { status, code: 'resource_missing', param });
}

/** The body of an error answer. */
export function envelope(failure: Failure, requestId: string, livemode: boolean): string {
  const { code, param } = failure;
  return JSON.stringify(
    {
      error: {
        ...(code === undefined
          ? {}
          : { code, doc_url: `https://docs.stripe.com/error-codes#${code.replaceAll('_', '-')}` }),
        message: failure.message,
        ...(param === undefined ? {} : { param }),
        request_log_url: `https://dashboard.stripe.com/${livemode ? '' : 'test/'}logs/${requestId}`,
        type: failure.type,
      },
    },
    null,
    2,
  );
}
