// Who calls: bearer or basic, secret or restricted key, test or live.
import { createHash } from 'node:crypto';
import type { World } from '@/emulator/objects';
import { Failure } from '@/emulator/protocol/failure';
import { type Store, worldOf } from '@/emulator/store';

export interface Caller {
  world: World;
  /** The end of the key, by which a ledger entry names it. */
  suffix: string;
}

const noKey =
  "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').";

/** The caller by the headers of a request. */
export async function identify(store: Store, headers: Headers): Promise<Caller> {
  const key = keyIn(headers.get('authorization'));
  if (key === null) throw new Failure(noKey, { status: 401 });
  if (key.startsWith('pk_')) {
    throw new Failure(
      'This API call cannot be made with a publishable API key. Please use a secret API key.',
      {
        status: 403,
        code: 'secret_key_required',
      },
    );
  }
  const parts = /^(?:sk|rk)_(test|live)_([A-Za-z0-9_]{1,200})$/.exec(key);
  const suffix = parts?.[2] ?? '';
  const merchant = parts === null ? null : await merchantOf(store, suffix);
  if (parts === null || merchant === null) {
    throw new Failure(`Invalid API Key provided: ${masked(key)}`, { status: 401 });
  }
  const world = await worldOf(store, await onBehalfOf(store, merchant, headers), parts[1] === 'live');
  return { world, suffix: suffix.slice(-12) };
}

/** The key in an `Authorization` header, bearer or basic; or null. */
export function keyIn(header: string | null): string | null {
  const bearer = /^Bearer +(\S+)$/i.exec(header ?? '')?.[1];
  if (bearer !== undefined) return bearer;
  const basic = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(header ?? '')?.[1];
  if (basic === undefined) return null;
  const user = Buffer.from(basic, 'base64').toString('utf8').split(':')[0] ?? '';
  return user === '' ? null : user;
}

function masked(key: string): string {
  const plain = key.replace(/[^A-Za-z0-9_]/g, '?');
  const head = /^[a-z]{2}_(?:test|live)_/.exec(plain)?.[0] ?? '';
  return `${head}${'*'.repeat(Math.min(24, Math.max(4, plain.length - head.length - 4)))}${plain.length > head.length + 8 ? plain.slice(-4) : ''}`;
}

// Keys are few and never change while the emulator runs.
const merchants = new WeakMap<Store, Map<string, string>>();

async function merchantOf(store: Store, suffix: string): Promise<string | null> {
  const known = merchants.get(store)?.get(suffix);
  if (known !== undefined) return known;
  const rows = await store.query<{ id: string; suffix: string }>(
    'select id, suffix from merchants where suffix is not null',
  );
  merchants.set(store, new Map(rows.map((row) => [row.suffix, row.id])));
  return merchants.get(store)?.get(suffix) ?? null;
}

async function onBehalfOf(store: Store, merchant: string, headers: Headers): Promise<string> {
  const asked = headers.get('stripe-account');
  if (asked === null || asked === merchant) return merchant;
  const rows = /^acct_[A-Za-z0-9]{1,64}$/.test(asked)
    ? await store.query(
        'select 1 from connected_accounts c join worlds w on w.id = c.world where c.id = $1 and w.merchant = $2',
        [asked, merchant],
      )
    : [];
  if (rows.length > 0) return asked;
  const message = `The provided key does not have access to account '${asked.slice(0, 64)}' (or that account does not exist).`;
  throw new Failure(message, { status: 403, code: 'account_invalid' });
}

/** A digest by which equal requests are recognised. */
export function digest(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}
