// A raw object of Stripe's as it may be shown: what must not leave the server is cut even if it was ever stored.
import 'server-only';

const secretKeys = new Set(['client_secret', 'bank_account_token', 'account_number', 'routing_number']);
const maxDepth = 30;

/** A copy without secrets and without owners: an expanded ownership is folded back to its id. */
export function safeRaw(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > maxDepth) return null;
  if (Array.isArray(value)) return value.map((item) => safeRaw(item, depth + 1));
  const kept = Object.entries(value).filter(([key]) => !secretKeys.has(key));
  return Object.fromEntries(
    kept.map(([key, inner]) => [key, key === 'ownership' ? idOf(inner) : safeRaw(inner, depth + 1)]),
  );
}

function idOf(reference: unknown): unknown {
  if (typeof reference !== 'object' || reference === null) return reference;
  return 'id' in reference && typeof reference.id === 'string' ? reference.id : null;
}
