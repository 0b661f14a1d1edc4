// The browser's calls to our API: answers as data, every failure as one error with words for the reader.
import type { Problem, ProblemCode } from '@/domain/problem';

/** A problem as the API told it, or one that kept us from hearing the API at all (status 0). */
export interface ShownProblem extends Omit<Problem, 'code'> {
  code: ProblemCode | 'offline' | 'no_answer' | 'unreadable_answer';
}

/** Why a call failed; `message` is the sentence to show. */
export class ApiError extends Error {
  readonly problem: ShownProblem;

  constructor(problem: ShownProblem, options?: ErrorOptions) {
    super(problem.detail, options);
    this.name = 'ApiError';
    this.problem = problem;
  }
}

export type Query = Record<string, string | number | boolean | readonly string[] | null | undefined>;

// Longer than the server's own deadline for Stripe, so that the server's words arrive first.
const deadlineMs = 45_000;

/** Reads; lists become repeated parameters, empty values are left out. */
export function getJson<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  const search = query ? searchText(query) : '';
  return call<T>(search ? `${path}?${search}` : path, { method: 'GET' }, signal);
}

/** Writes. `requestKey` is made once per intent and kept over its retries: the server acts once per key. */
export function sendJson<T>(
  method: 'POST' | 'PUT' | 'DELETE',
  path: string,
  body: unknown,
  requestKey: string,
): Promise<T> {
  const headers = { 'Content-Type': 'application/json', 'Idempotency-Key': requestKey };
  return call<T>(path, { method, headers, body: JSON.stringify(body ?? {}) });
}

/** The words for whatever was thrown: an API problem, or a fault of our own. */
export function problemOf(error: unknown): ShownProblem {
  if (error instanceof ApiError) return error.problem;
  const reason = error instanceof Error ? error.message : String(error);
  return ownProblem(
    'internal',
    'This page has a fault',
    `Reload it. If that does not help, report: ${reason}`,
  );
}

/** `a=1&a=2&b=3`, in the order given. */
export function searchText(query: Query): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === null || value === undefined || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  return search.toString();
}

async function call<T>(url: string, init: RequestInit, signal?: AbortSignal): Promise<T> {
  const deadline = AbortSignal.timeout(deadlineMs);
  try {
    const response = await fetch(url, {
      ...init,
      credentials: 'same-origin',
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
    const body = await readBody(response);
    if (response.ok) return body as T;
    throw new ApiError(isProblem(body) ? body : foreignAnswer(response));
  } catch (error) {
    // The caller went away: the query library knows this one and shows nothing.
    if (error instanceof ApiError || signal?.aborted) throw error;
    throw new ApiError(deadline.aborted ? noAnswer() : unreachable(), { cause: error });
  }
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ApiError(foreignAnswer(response), { cause: error });
  }
}

function isProblem(body: unknown): body is Problem {
  return typeof body === 'object' && body !== null && 'code' in body && 'detail' in body;
}

function foreignAnswer(response: Response): ShownProblem {
  const detail = `The server answered ${response.status} with something that is not an answer of Relink's, perhaps from a proxy in between. Try again.`;
  const problem = ownProblem('unreadable_answer', 'The answer could not be read', detail);
  return { ...problem, status: response.status, requestId: response.headers.get('x-request-id') ?? '' };
}

function noAnswer(): ShownProblem {
  const detail = `Relink's server did not answer within ${deadlineMs / 1000} s. What you asked for may still happen; look again before you repeat it.`;
  return ownProblem('no_answer', 'No answer', detail);
}

function unreachable(): ShownProblem {
  const isOffline = typeof navigator !== 'undefined' && !navigator.onLine;
  const detail = isOffline
    ? 'This computer is offline. What you see is the last state that was read.'
    : "Relink's server cannot be reached. What you see is the last state that was read. Try again.";
  return ownProblem('offline', isOffline ? 'Offline' : 'Server not reachable', detail);
}

function ownProblem(code: ShownProblem['code'], title: string, detail: string): ShownProblem {
  return { type: 'about:blank', status: 0, title, detail, code, requestId: '' };
}
