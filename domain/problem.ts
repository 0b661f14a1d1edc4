// The one error shape that crosses the wire, and the one table of codes and HTTP statuses.

/** Every code that our API can answer with, and its HTTP status. */
export const problemStatus = {
  invalid_request: 400,
  signature_invalid: 400,
  wrong_mode: 400,
  signed_out: 401,
  forbidden: 403,
  origin_mismatch: 403,
  not_found: 404,
  method_not_allowed: 405,
  refresh_pending: 409,
  refresh_not_yet: 409,
  account_inactive: 409,
  account_disconnected: 409,
  permission_missing: 409,
  relink_open: 409,
  relink_not_needed: 409,
  not_repairable: 409,
  backfill_running: 409,
  run_running: 409,
  request_in_progress: 409,
  too_large: 413,
  not_json: 415,
  foreign_host: 421,
  request_key_reused: 422,
  rate_limited: 429,
  internal: 500,
  stripe_failed: 502,
  stripe_unavailable: 503,
  database_unavailable: 503,
  stripe_timeout: 504,
} as const;

export type ProblemCode = keyof typeof problemStatus;

/** The body of every answer that is not a success: `application/problem+json` (RFC 9457). */
export interface Problem {
  type: string;
  title: string;
  status: number;
  detail: string;
  code: ProblemCode;
  requestId: string;
  errors?: { path: string; message: string }[];
  /** ISO 8601: when a refused refresh becomes possible. */
  availableAt?: string;
  /** The relink session that is already open. */
  sessionId?: string;
  /** What Stripe said, when it was Stripe that refused. */
  stripe?: { code: string | null; message: string; requestId: string | null };
  /** The request is kept and goes on by itself: asking again with its key sends nothing twice. */
  kept?: true;
  refused?: { feature: string; code: ProblemCode; detail: string; availableAt?: string }[];
}
