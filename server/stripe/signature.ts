// Whether a webhook's body was signed by Stripe with one of our secrets, within five minutes of now.
import 'server-only';
import Stripe from 'stripe';

const toleranceSeconds = 300;

/**
 * True when one secret fits. The SDK refuses what is older than 300 s and lets the future through; a `t` more than
 * 300 s ahead is refused here.
 */
export function isSigned(
  body: Uint8Array,
  header: string,
  secrets: readonly string[],
  nowMs = Date.now(),
): boolean {
  const times = header.split(',').filter((part) => part.startsWith('t='));
  const signedAt = times.length === 1 ? /^t=(\d{1,12})$/.exec(times[0] ?? '')?.[1] : undefined;
  // The SDK stumbles over a part without a value.
  if (!header.split(',').every((part) => /^[^=]+=[^=]/.test(part))) return false;
  if (signedAt === undefined || Number(signedAt) - Math.floor(nowMs / 1000) > toleranceSeconds) return false;
  return secrets.some((secret) => fits(body, header, secret, nowMs));
}

const { signature } = Stripe.webhooks;

function fits(body: Uint8Array, header: string, secret: string, nowMs: number): boolean {
  if (!signature) throw new Error('The SDK came without its check of signatures.');
  try {
    return signature.verifyHeader(body, header, secret, toleranceSeconds, undefined, nowMs);
  } catch (error) {
    // The SDK says no by throwing; a fault of another kind is one.
    if (error instanceof Stripe.errors.StripeSignatureVerificationError) return false;
    throw error;
  }
}
