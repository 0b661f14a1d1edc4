// A delivery of Stripe's: proven by its signature, stored once with its job in one statement, and only then answered.
import 'server-only';
import { z } from 'zod';
import { eventKind } from '@/domain/event';
import { config } from '@/server/config';
import { db } from '@/server/db';
import { AppError } from '@/server/errors';
import { log } from '@/server/log';
import { recordNotice } from '@/server/notices';
import { isoSecond } from '@/server/stripe/map';
import { isSigned } from '@/server/stripe/signature';
import { withoutSecrets } from '@/server/stripe/wire';
import { writeEvent } from './inbox';
import { currentSecrets } from './secrets';

/** Stripe's events are a few kB. */
export const maxEventBytes = 1024 * 1024;

/** What every event must say; all else may be missing. */
const Told = z.looseObject({
  id: z.string().min(1).max(255),
  object: z.string().nullish(),
  type: z.string().min(1).max(255),
  api_version: z.string().max(80).nullish(),
  created: z.union([z.number(), z.string()]).nullish(),
  livemode: z.boolean().nullish(),
  account: z.string().max(255).nullish(),
  data: z.looseObject({ object: z.looseObject({ id: z.string().max(255).nullish() }).nullish() }).nullish(),
});
type Told = z.infer<typeof Told>;

/** Answers when the event is committed. Throws signature_invalid, wrong_mode, invalid_request, database_unavailable. */
export async function receive(body: Uint8Array, headers: Headers): Promise<{ received: true }> {
  const secrets = await currentSecrets();
  if (!isSigned(body, headers.get('stripe-signature') ?? '', secrets)) {
    throw new AppError('signature_invalid', 'The signature fits none of our secrets, or is too old.');
  }
  const told = Told.parse(parse(body));
  if (typeof told.livemode === 'boolean' && told.livemode !== config().livemode) await refuseMode(told);
  await storeEvent(told, 'webhook');
  return { received: true };
}

async function refuseMode({ livemode }: Told): Promise<never> {
  const mode = livemode ? 'live' : 'test';
  const detail = `A webhook endpoint delivers events of ${mode} mode, but this console works in ${livemode ? 'test' : 'live'} mode.`;
  await recordNotice(db, 'wrong_mode', detail);
  throw new AppError('wrong_mode', detail);
}

/** Unlike a request of ours it may hold anything that JSON can: what is signed is Stripe's word and is kept. */
function parse(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (error) {
    throw new AppError('invalid_request', 'The body is not JSON in UTF-8.', {}, { cause: error });
  }
}

/** Stores an event once by its id, and rings for it. False: it was there already. */
export async function storeEvent(told: unknown, origin: 'webhook' | 'sweep'): Promise<boolean> {
  const event = Told.parse(withoutSecrets(told));
  const objectId = event.data?.object?.id ?? null;
  const ignored = whyIgnored(event, objectId);
  if (ignored) log.info({ event: event.id, type: event.type, ignored }, 'an event is left alone');
  return await writeEvent({
    id: event.id,
    type: event.type,
    livemode: event.livemode ?? null,
    api_version: event.api_version ?? null,
    created_at: isoSecond(event.created),
    object_id: objectId,
    account_id: objectId?.startsWith('fca_') ? objectId : null,
    payload: event,
    origin,
    state: ignored ? 'ignored' : 'due',
    reason: ignored,
  });
}

/** A key of `ignoredReasons`, or null for an event that has to be applied. */
function whyIgnored(event: Told, objectId: string | null): string | null {
  if (event.object === 'v2.core.event') return 'thin_event';
  if (!eventKind(event.type)) return 'unknown_type';
  if (event.account) return 'other_account';
  return objectId ? null : 'no_object';
}
