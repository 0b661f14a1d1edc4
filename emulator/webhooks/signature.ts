// The signature of a delivery, as Stripe makes it.
import { createHmac } from 'node:crypto';

/** The header for a body; each secret gives one `v1`. `seconds` is of the wall clock. */
export function signatureHeader(secrets: readonly string[], seconds: number, body: string): string {
  // The whole secret is the key, its `whsec_` included.
  const marks = secrets.map(
    (secret) => `v1=${createHmac('sha256', secret).update(`${seconds}.${body}`).digest('hex')}`,
  );
  // Receivers split at commas and take what follows as it is: no space.
  return [`t=${seconds}`, ...marks].join(',');
}
