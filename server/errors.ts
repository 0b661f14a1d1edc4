// The one error class of the server, and how every other error becomes one.
import 'server-only';
import { z } from 'zod';
import { type Problem, type ProblemCode, problemStatus } from '@/domain/problem';

const titles: Record<ProblemCode, string> = {
  invalid_request: 'The request is not valid',
  signature_invalid: 'The signature does not match',
  wrong_mode: 'Wrong mode',
  signed_out: 'Sign in first',
  forbidden: 'Not allowed',
  origin_mismatch: 'Another web page asked for this',
  not_found: 'Not found',
  method_not_allowed: 'Not done this way',
  refresh_pending: 'A refresh is under way',
  refresh_not_yet: 'Too early for the next refresh',
  account_inactive: 'The account is inactive',
  account_disconnected: 'The account is disconnected',
  permission_missing: 'The customer did not grant this',
  relink_open: 'A relink session is already open',
  relink_not_needed: 'No relink is needed',
  not_repairable: 'A relink cannot mend this account',
  backfill_running: 'A backfill is already running',
  run_running: 'Such a run is already under way',
  request_in_progress: 'The same request is still running',
  too_large: 'Too large',
  not_json: 'Not JSON',
  foreign_host: 'Unknown host',
  request_key_reused: 'The request key was used for something else',
  rate_limited: 'Too many requests',
  internal: 'A fault of this console',
  stripe_failed: 'Stripe refused',
  stripe_unavailable: 'Stripe does not answer',
  database_unavailable: 'The database does not answer',
  stripe_timeout: 'Stripe took too long',
};

/** An error with a code of ours; `detail` is a sentence for the operator and holds nobody's data. */
export class AppError extends Error {
  readonly code: ProblemCode;
  readonly extra: Partial<Problem>;

  constructor(code: ProblemCode, detail: string, extra: Partial<Problem> = {}, options?: ErrorOptions) {
    super(detail, options);
    this.name = 'AppError';
    this.code = code;
    this.extra = extra;
  }

  get status(): number {
    return problemStatus[this.code];
  }

  /** The body that crosses the wire. */
  toProblem(requestId: string): Problem {
    return {
      ...this.extra,
      type: `urn:relink:problem:${this.code}`,
      title: titles[this.code],
      status: this.status,
      detail: this.message,
      code: this.code,
      requestId,
    };
  }
}

/** Any error as one of ours: it stays, or is a bad request, a database out of reach, or our own fault. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof z.core.$ZodError) return fromZod(error);
  if (isDatabaseOut(error)) {
    return new AppError(
      'database_unavailable',
      'The database does not answer right now. Try again in a moment; the same request is safe to send again.',
      {},
      { cause: error },
    );
  }
  return new AppError(
    'internal',
    'This is a fault of the console, not yours. Look again before you repeat it; if it stays so, report the request id, which leads to its log entry.',
    {},
    { cause: error },
  );
}

const maxIssues = 20;
const maxText = 300;

function fromZod(error: z.core.$ZodError): AppError {
  const errors = error.issues.slice(0, maxIssues).map((issue) => ({
    path: issue.path.map(String).join('.').slice(0, maxText),
    message: issue.message.slice(0, maxText),
  }));
  const first = errors[0];
  const where = first?.path ? `${first.path}: ` : '';
  return new AppError(
    'invalid_request',
    first ? `${where}${first.message}` : 'Not valid.',
    { errors },
    { cause: error },
  );
}

/** Prisma's codes, node-postgres' and the system's for "no connection", "no free connection", "cut off", "too slow". */
const outCodes = new Set([
  ...[
    'P1000',
    'P1001',
    'P1002',
    'P1003',
    'P1008',
    'P1010',
    'P1011',
    'P1017',
    'P2024',
    'P2028',
    'P2034',
    'P2037',
  ],
  ...[
    'ECONNREFUSED',
    'ECONNRESET',
    'ENOTFOUND',
    'EAI_AGAIN',
    'ETIMEDOUT',
    'EPIPE',
    'EHOSTUNREACH',
    'ENETUNREACH',
  ],
  ...[
    '57014',
    '57P01',
    '57P02',
    '57P03',
    '53100',
    '53200',
    '53300',
    '55P03',
    '40001',
    '40P01',
    '25006',
    '3D000',
  ],
  ...['28000', '28P01'],
]);

const outKinds = new Set([
  'DatabaseNotReachable',
  'DatabaseDoesNotExist',
  'DatabaseAccessDenied',
  'ConnectionClosed',
  'TlsConnectionError',
  'AuthenticationFailed',
  'TransactionWriteConflict',
  'TooManyConnections',
  'SocketTimeout',
]);

/** node-postgres gives these without a code. */
const outMessages =
  /timeout exceeded when trying to connect|connection terminated|connection ended unexpectedly|client has encountered a connection error|query read timeout|not currently accepting connections/i;

/** Whether the database cannot be reached, cut us off or asks us to try again. */
export function isDatabaseOut(error: unknown, depth = 0): boolean {
  if (depth > 6 || typeof error !== 'object' || error === null) return false;
  const facts: Record<string, unknown> = { ...error };
  if (error instanceof Error && error.name === 'PrismaClientInitializationError') return true;
  if (error instanceof Error && outMessages.test(error.message)) return true;
  for (const code of [facts.code, facts.errorCode, facts.originalCode]) {
    if (typeof code !== 'string') continue;
    // Class 08 is "connection exception" in Postgres.
    if (outCodes.has(code) || /^08[0-9A-Z]{3}$/.test(code)) return true;
  }
  if (typeof facts.kind === 'string' && outKinds.has(facts.kind)) return true;
  const inner = [error instanceof Error ? error.cause : facts.cause, facts.driverAdapterError, facts.meta];
  const many = error instanceof AggregateError ? error.errors : [];
  return [...inner, ...many].some((cause) => isDatabaseOut(cause, depth + 1));
}
