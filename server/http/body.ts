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
  const bytes = await readBytes(request);
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

const tooLarge = () => new AppError('too_large', `A body may have ${maxBodyBytes / 1024} KiB at most.`);

async function readBytes(request: Request): Promise<Uint8Array> {
  if (Number(request.headers.get('content-length') ?? 0) > maxBodyBytes) throw tooLarge();
  if (!request.body) return new Uint8Array();
  const reader = request.body.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (let part = await readPart(reader); !part.done; part = await readPart(reader)) {
    size += part.value.length;
    if (size > maxBodyBytes) {
      // Told, not awaited: a sender that never ends must not hold the answer back.
      reader
        .cancel()
        .catch((error: unknown) => log.debug({ cause: errorFacts(error) }, 'a large body broke off'));
      throw tooLarge();
    }
    chunks.push(part.value);
  }
  return Buffer.concat(chunks, size);
}

async function readPart(reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await reader.read();
  } catch (error) {
    throw new AppError('invalid_request', 'The body broke off before its end.', {}, { cause: error });
  }
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch (error) {
    throw new AppError('invalid_request', 'The body is not UTF-8.', {}, { cause: error });
  }
}
