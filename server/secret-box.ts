// Secrets as they may be stored: sealed with AES-256-GCM under the key of the environment.
import 'server-only';
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { config } from '@/server/config';

const algorithm = 'aes-256-gcm';
const nonceBytes = 12;
const tagBytes = 16;

/** Nonce, tag and text in one. Throws a sentence when there is no key. */
export function seal(secret: string): Uint8Array<ArrayBuffer> {
  const nonce = randomBytes(nonceBytes);
  const cipher = createCipheriv(algorithm, requireKey(), nonce);
  const text = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final()]);
  return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), text]));
}

/** What was sealed. Throws when it was sealed under another key or changed since. */
export function unseal(sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed);
  const decipher = createDecipheriv(algorithm, requireKey(), bytes.subarray(0, nonceBytes));
  decipher.setAuthTag(bytes.subarray(nonceBytes, nonceBytes + tagBytes));
  return Buffer.concat([decipher.update(bytes.subarray(nonceBytes + tagBytes)), decipher.final()]).toString();
}

function requireKey(): Buffer {
  const key = config().encryptionKey;
  if (key) return key;
  throw new Error(
    'ENCRYPTION_KEY is not set: a secret cannot be stored. Make one with: openssl rand -base64 32',
  );
}
