// Stripe's objects as they cross the wire: only an id is certain, every other key may be missing or null,
// enums are open, unknown keys are kept. A value of the wrong type makes the whole object unreadable.
import 'server-only';
import { z } from 'zod';

const text = z.string().nullish();
const seconds = z.number().int().nullish();
const words = z.array(z.string()).nullish();
const id = z.string().min(1).max(255);
/** An id, or the object itself where it was expanded. */
const reference = z.union([id, z.looseObject({ id })]).nullish();

const Refresh = z
  .looseObject({ id: text, last_attempted_at: seconds, next_refresh_available_at: seconds, status: text })
  .nullish();
const Amounts = z.record(z.string(), z.number().int().nullable()).nullish();
const Details = z.looseObject({ action: text, cause: text, expected_deactivation_date: seconds }).nullish();
const Holder = z
  .looseObject({ type: text, customer: reference, customer_account: reference, account: reference })
  .nullish();

export const WireAccount = z.looseObject({
  id,
  object: text,
  account_holder: Holder,
  account_numbers: z
    .array(
      z.looseObject({
        expected_expiry_date: seconds,
        identifier_type: text,
        status: text,
        supported_networks: words,
      }),
    )
    .nullish(),
  authorization: reference,
  balance: z
    .looseObject({
      as_of: seconds,
      type: text,
      current: Amounts,
      cash: z.looseObject({ available: Amounts }).nullish(),
      credit: z.looseObject({ used: Amounts }).nullish(),
    })
    .nullish(),
  balance_refresh: Refresh,
  category: text,
  created: seconds,
  display_name: text,
  institution: reference,
  institution_name: text,
  last4: text,
  livemode: z.boolean().nullish(),
  ownership: reference,
  ownership_refresh: Refresh,
  permissions: words,
  status: text,
  status_details: z.looseObject({ active: Details, inactive: Details }).nullish(),
  subcategory: text,
  subscriptions: words,
  supported_payment_method_types: words,
  transaction_refresh: Refresh,
});
export type WireAccount = z.infer<typeof WireAccount>;

export const WireSession = z.looseObject({
  id,
  account_holder: Holder,
  accounts: z
    .looseObject({ data: z.array(z.unknown()).nullish(), has_more: z.boolean().nullish() })
    .nullish(),
  filters: z
    .looseObject({
      account_subcategories: words,
      country: text,
      countries: words,
      require_payment_method_support: text,
      institution: text,
    })
    .nullish(),
  limits: z.looseObject({ accounts: z.number().int().nullish() }).nullish(),
  livemode: z.boolean().nullish(),
  manual_entry: z.looseObject({ mode: text }).nullish(),
  permissions: words,
  prefetch: words,
  return_url: text,
  relink_options: z.looseObject({ authorization: text, account: text }).nullish(),
  relink_result: z.looseObject({ account: text, authorization: text, failure_reason: text }).nullish(),
  status: text,
  status_details: z.unknown().optional(),
  ui_mode: text,
});
export type WireSession = z.infer<typeof WireSession>;

export const WireOwner = z.looseObject({
  id,
  name: text,
  email: text,
  phone: text,
  raw_address: text,
  ownership: text,
  refreshed_at: seconds,
});
export type WireOwner = z.infer<typeof WireOwner>;

export const WireTransaction = z.looseObject({
  id,
  account: z.string(),
  amount: z.number().int(),
  currency: z.string(),
  description: text,
  livemode: z.boolean().nullish(),
  status: text,
  status_transitions: z.looseObject({ posted_at: seconds, void_at: seconds }).nullish(),
  transacted_at: seconds,
  transaction_refresh: text,
  updated: seconds,
});
export type WireTransaction = z.infer<typeof WireTransaction>;

/** A customer, or a connected account as holder. */
export const WireHolder = z.looseObject({
  id: z.string(),
  deleted: z.boolean().nullish(),
  name: text,
  email: text,
  business_profile: z.looseObject({ name: text }).nullish(),
});
export type WireHolder = z.infer<typeof WireHolder>;

export const WireSelf = z.looseObject({
  id: z.string().min(1),
  business_profile: z.looseObject({ name: text }).nullish(),
  settings: z.looseObject({ dashboard: z.looseObject({ display_name: text }).nullish() }).nullish(),
});

/** A snapshot event; `data.object` is whatever the type says, in the shape of `api_version`. */
export const WireEvent = z.looseObject({
  id,
  object: text,
  type: z.string().min(1).max(255),
  /** Null on old accounts; the endpoint's version in a delivery, the account's in a list. */
  api_version: text,
  created: z.number().int(),
  livemode: z.boolean(),
  /** The connected account that it happened on. */
  account: text,
  data: z.looseObject({ object: z.looseObject({ id: text }), previous_attributes: z.unknown().optional() }),
});
export type WireEvent = z.infer<typeof WireEvent>;

export const WireWebhookEndpoint = z.looseObject({
  id,
  api_version: text,
  description: text,
  enabled_events: z.array(z.string()),
  livemode: z.boolean().nullish(),
  /** In the answer to its creation only. Never stored plain, never logged. */
  secret: text,
  status: text,
  url: z.string(),
});
export type WireWebhookEndpoint = z.infer<typeof WireWebhookEndpoint>;

export const WireList = z.looseObject({ data: z.array(z.unknown()), has_more: z.boolean() });

const secretKeys = new Set(['client_secret', 'secret', 'bank_account_token', 'url', 'lastResponse']);
const isWebAddress = (value: unknown) => typeof value === 'string' && /^https?:/.test(value);

/**
 * The object as it may be kept: without client and signing secrets, bank account tokens and the links of hosted sessions,
 * and with only characters that Postgres can hold (no NUL, no half of a surrogate pair).
 */
export function withoutSecrets(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '\uFFFD');
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (value === null || typeof value !== 'object') return value;
  const kept = Object.entries(value).filter(
    // A list's url is a path of Stripe's API and stays; an http address may be the door to a session.
    ([key, inner]) => !secretKeys.has(key) || (key === 'url' && !isWebAddress(inner)),
  );
  return Object.fromEntries(kept.map(([key, inner]) => [withoutSecrets(key), withoutSecrets(inner)]));
}
