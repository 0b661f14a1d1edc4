// From where a request may come: a console on loopback must not obey another web page.
import 'server-only';
import { AppError } from '@/server/errors';
import { isAddressHost, isKnownHost, knownOrigins } from '@/server/hosts';

/** Health checks come to a bare address, behind a proxy too; everything else comes to APP_URL. */
export function requireHost(host: string, appUrl: string, isHealthCheck: boolean): void {
  if (isKnownHost(host, appUrl) || (isHealthCheck && isAddressHost(host))) return;
  throw new AppError('foreign_host', `This console answers under ${appUrl} only (APP_URL).`);
}

/** A write names its page, and that page is ours. */
export function requireOrigin(headers: Headers, appUrl: string): void {
  const origin = headers.get('origin');
  if (origin === null || !knownOrigins(appUrl).has(origin)) {
    throw new AppError(
      'origin_mismatch',
      `A change must come from a page of ${appUrl}: send it as the Origin.`,
    );
  }
  const site = headers.get('sec-fetch-site');
  if (site !== null && site !== 'same-origin') {
    throw new AppError('origin_mismatch', 'The browser says that another site asked for this change.');
  }
}

/** The key of one intent, so that sending it twice acts once. */
export function requireRequestKey(headers: Headers): string {
  const key = headers.get('idempotency-key');
  if (key !== null && /^[\x21-\x7e]{8,200}$/.test(key)) return key;
  throw new AppError(
    'invalid_request',
    'A change needs the header Idempotency-Key: 8 to 200 printable characters.',
    {
      errors: [{ path: 'Idempotency-Key', message: '8 to 200 printable characters' }],
    },
  );
}
