// The body of a request: its kind, its size counted on the stream, its text.
import 'server-only';
import { errorFacts } from '@/server/error-facts';
import { AppError } from '@/server/errors';
import { parseJson } from '@/server/http/json';
import { log } from '@/server/log';

/** More than any command needs. */
export const maxBodyBytes = 64 * 1024;

/** The parsed JSON body; no body at all is the empty object. */
export async function readBody(request: Request): Promise<unknown> {
  requireJson(request.headers);
  const bytes = await readBytes(request, maxBodyBytes);
  if (bytes.length === 0) return {};
  return parseJson(decode(bytes));
}

function requireJson(headers: Headers): void {
  const kind = headers.get('content-type') ?? '';
  if (!/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(kind)) {
    throw new AppError('not_json', 'Send the body as application/json in UTF-8.');
  }
  const encoding = headers.get('content-encoding') ?? 'identity';
  if (encoding !== 'identity') throw new AppError('not_json', 'Send the body without a content encoding.');
}

/** A sender may take this long for its body. */
const maxBodyMs = 30_000;

/** The raw bytes; their number is counted on the stream, so that a large body is cut and not held. */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const tooLarge = () => new AppError('too_large', `A body may have ${limit / 1024} KiB at most.`);
  if (Number(request.headers.get('content-length') ?? 0) > limit) throw tooLarge();
  if (!request.body) return new Uint8Array();
  const reader = request.body.getReader();
  let isLate = false;
  const giveUp = () =>
    reader
      .cancel()
      .catch((cause: unknown) => log.debug({ cause: errorFacts(cause) }, 'a refused body broke off'));
  // A read that is waited for ends with it: a sender that never ends must not hold the answer back.
  const timer = setTimeout(() => {
    isLate = true;
    void giveUp();
  }, maxBodyMs);
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      size += part.value.length;
      if (size > limit) throw tooLarge();
      chunks.push(part.value);
    }
  } catch (error) {
    void giveUp();
    if (error instanceof AppError) throw error;
    throw new AppError('invalid_request', 'The body broke off before its end.', {}, { cause: error });
  } finally {
    clearTimeout(timer);
  }
  if (isLate) throw new AppError('invalid_request', 'The body took longer than 30 s to come.');
  return Buffer.concat(chunks, size);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch (error) {
    throw new AppError('invalid_request', 'The body is not UTF-8.', {}, { cause: error });
  }
}
