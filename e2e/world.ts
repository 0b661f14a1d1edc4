// The world under test: the console's own API, the emulator's control calls and ledger, accounts found by their state.
import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import type { AccountDetail, AccountRow } from '@/domain/account';
import type { Page } from '@/domain/page';
import type { SessionDetail } from '@/domain/session';

/** Where the console answers; also the one origin that may write. */
export const consoleUrl = required('E2E_URL');
const emulatorUrl = required('E2E_EMULATOR_URL');

function required(name: string): string {
  const url = process.env[name];
  if (!url)
    throw new Error(`${name} is not set: the journeys run by npm run e2e, which starts a world for them.`);
  return url.replace(/\/$/, '');
}

export interface Answer<T = unknown> {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body; reading it of an answer that is not JSON throws. */
  body: T;
}

async function ask<T>(url: string, init: RequestInit): Promise<Answer<T>> {
  const response = await fetch(url, { redirect: 'manual', ...init });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    text,
    get body() {
      return JSON.parse(text) as T;
    },
  };
}

/** Reads from the console's API; any status comes back. */
export function get<T = unknown>(path: string, headers: Record<string, string> = {}): Promise<Answer<T>> {
  return ask<T>(consoleUrl + path, { headers });
}

/** Reads from the console's API, where anything but 200 is a fault. */
export async function read<T>(path: string): Promise<T> {
  const answer = await get<T>(path);
  if (answer.status !== 200) throw new Error(`GET ${path}: ${answer.status} ${answer.text}`);
  return answer.body;
}

export interface Sent {
  method?: 'POST' | 'PUT' | 'DELETE';
  /** One per intent; another one is made when left out. */
  requestKey?: string;
  /** Null leaves a header out. */
  headers?: Record<string, string | null>;
}

/** Writes to the console's API as a page of the console would; any status comes back. */
export function send<T = unknown>(path: string, body: unknown, sent: Sent = {}): Promise<Answer<T>> {
  const all = {
    Origin: consoleUrl,
    'Content-Type': 'application/json',
    'Idempotency-Key': sent.requestKey ?? randomUUID(),
    ...sent.headers,
  };
  const headers = Object.entries(all).filter((header): header is [string, string] => header[1] !== null);
  return ask<T>(consoleUrl + path, { method: sent.method ?? 'POST', headers, body: JSON.stringify(body) });
}

export interface RawRequest {
  method: string;
  /** Path and query exactly as they go on the wire. */
  path: string;
  /** Null leaves a header out. */
  headers: Record<string, string | null>;
  body?: string;
}

/** A request exactly as given: `fetch` would mend the path and set the Host itself. */
export function rawRequest({
  method,
  path,
  headers,
  body,
}: RawRequest): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(consoleUrl);
  const given = Object.fromEntries(
    Object.entries(headers).filter((header): header is [string, string] => header[1] !== null),
  );
  const length = body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(body)) };
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { hostname, port, method, path, headers: { ...given, ...length } },
      (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, text: Buffer.concat(parts).toString() }),
        );
        response.on('error', reject);
      },
    );
    // A server may answer and close before a large body is through: the answer counts then.
    sent.on('error', reject);
    sent.end(body);
  });
}

/** A control call: does what a bank, a customer or the passing of time would. */
export async function control<T = unknown>(
  path: string,
  body?: object,
  method = body ? 'POST' : 'GET',
): Promise<T> {
  const init = body
    ? { method, body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }
    : { method };
  const answer = await ask<T>(`${emulatorUrl}/_emulator${path}`, init);
  if (answer.status !== 200) throw new Error(`${method} ${path}: ${answer.status} ${answer.text}`);
  return answer.body;
}

/** A call to Stripe's API as another integration of the same merchant would make it. */
export async function stripe<T>(path: string, form: Record<string, string>): Promise<T> {
  const answer = await ask<T>(emulatorUrl + path, {
    method: 'POST',
    headers: { Authorization: 'Bearer sk_test_emulator', 'Stripe-Version': '2026-08-26.preview' },
    body: new URLSearchParams(form),
  });
  if (answer.status !== 200) throw new Error(`POST ${path}: ${answer.status} ${answer.text}`);
  return answer.body;
}

interface LedgerEntry {
  /** Postgres counts further than a number can: it comes as text. */
  seq: string;
  method: string;
  path: string;
  status: number;
  effect: boolean;
}

/** What reaches Stripe from now on: call the answer to get the calls since, as "POST /v1/…", with what came of each. */
export async function watchStripe(): Promise<(fragment: string) => Promise<LedgerEntry[]>> {
  const before = await control<{ data: LedgerEntry[] }>('/ledger?limit=10000');
  const last = Math.max(0, ...before.data.map(({ seq }) => Number(seq)));
  return async (fragment) => {
    const { data } = await control<{ data: LedgerEntry[] }>(`/ledger?after=${last}&limit=10000`);
    return data.filter(({ method, path }) => `${method} ${path}`.includes(fragment));
  };
}

/** The id of the first row of a list; an empty one fails the journey. */
export async function firstId(list: string): Promise<string> {
  const [first] = (await read<{ data: { id: string }[] }>(list)).data;
  if (!first) throw new Error(`${list} is empty.`);
  return first.id;
}

/** The id of a run; a fresh world has none before its first sweep, which may take minutes: then one is started. */
export async function aRun(): Promise<string> {
  const runs = '/api/runs?limit=1';
  const { data } = await read<{ data: unknown[] }>(runs);
  if (data.length === 0) await send('/api/runs', { kind: 'audit' });
  return firstId(runs);
}

/** Every account that matches, in the list's order. */
export async function listAccounts(query = ''): Promise<AccountRow[]> {
  const rows: AccountRow[] = [];
  let cursor: string | null = null;
  do {
    const rest: string = cursor ? `&cursor=${encodeURIComponent(cursor)}` : '';
    const page: Page<AccountRow> = await read<Page<AccountRow>>(`/api/accounts?limit=200&${query}${rest}`);
    rows.push(...page.data);
    cursor = page.nextCursor;
  } while (cursor);
  return rows;
}

/** The account with everything that the console knows of it. */
export const readAccount = (id: string) => read<AccountDetail>(`/api/accounts/${id}`);

// Each journey has accounts of its own, so that none finds what another one left behind.
const taken = new Set<string>();

/** An account that no other journey of this run acts on, nor on one of the same login; `query` and `fits` say in which state. */
export async function takeAccount(
  query: string,
  fits: (account: AccountDetail) => boolean = () => true,
): Promise<AccountDetail> {
  for (const { id, authorizationId } of await listAccounts(query)) {
    const login = authorizationId ?? id;
    if (taken.has(login)) continue;
    const account = await readAccount(id);
    if (!fits(account)) continue;
    taken.add(login);
    return account;
  }
  throw new Error(`The world has no account left for ?${query} that fits ${fits}`);
}

/** Active, may be refreshed right now in every feature, and has a balance, owners and four digits. */
export function isReady({ can, balance, ownershipId, last4, livemode }: AccountDetail): boolean {
  const { refresh } = can;
  const mayAll = refresh.balance.allowed && refresh.ownership.allowed && refresh.transactions.allowed;
  return mayAll && balance !== null && ownershipId !== null && last4 !== null && !livemode;
}

/** An account of the state that most journeys start from. */
export const takeReadyAccount = () => takeAccount('status=active&permission=balances', isReady);

/** A customer of the world, with a name. */
export async function someCustomer(): Promise<{ id: string; name: string }> {
  for (const { holder } of await listAccounts('status=active')) {
    const { id, name, type, isDeleted } = holder;
    if (type === 'customer' && id && name && !isDeleted) return { id, name };
  }
  throw new Error('The world has no customer with a name.');
}

/** An open session, made by the console. */
export async function makeSession(): Promise<SessionDetail> {
  const { id: holder } = await someCustomer();
  const answer = await send<{ session: SessionDetail }>('/api/sessions', {
    holder,
    permissions: ['balances'],
  });
  if (answer.status !== 200) throw new Error(`making a session: ${answer.status} ${answer.text}`);
  return answer.body.session;
}

/** Reads the account from Stripe now, as the button on its page does. */
export async function readAgain(id: string): Promise<void> {
  const answer = await send(`/api/accounts/${id}/read`, {});
  if (answer.status !== 200) throw new Error(`reading ${id} again: ${answer.status} ${answer.text}`);
}
