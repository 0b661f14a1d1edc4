// Messages as server-sent events, in bytes: made once, however many browsers listen.
import 'server-only';
import type { Change } from '@/domain/change';

const encoder = new TextEncoder();

/** One message. Its id is where a browser that lost the stream goes on; null: it keeps the id that it has. */
export function toFrame({ kind, ...data }: Change, id: bigint | null): Uint8Array {
  const idLine = id === null ? '' : `id: ${id}\n`;
  // A comment keeps proxies from closing a silent connection; the event beside it is what a script can hear.
  const comment = kind === 'beat' ? ': beat\n' : '';
  return encoder.encode(`${comment}${idLine}event: ${kind}\ndata: ${JSON.stringify(data)}\n\n`);
}
