// The parameters of a request as they were sent: query string and form body, within a size.
import { Failure } from '@/emulator/protocol/failure';
import { parseForm, type Tree } from '@/emulator/protocol/parameters';

const mostBytes = 1_048_576;

/** The parameters of a request, from its query string and, for a POST, its body. */
export async function readForm(request: Request): Promise<Map<string, Tree>> {
  const cut = request.url.indexOf('?');
  const query = cut < 0 ? '' : (request.url.slice(cut + 1).split('#')[0] ?? '');
  if (request.method !== 'POST') return parseForm(query);
  const body = await readBody(request);
  if (body !== '' && !isForm(request.headers.get('content-type'))) {
    throw new Failure(
      'Invalid request (check that your POST content type is application/x-www-form-urlencoded). If you have any questions, we can help at https://support.stripe.com/.',
    );
  }
  return parseForm([query, body].filter((part) => part !== '').join('&'));
}

function isForm(type: string | null): boolean {
  return type === null || type.toLowerCase().startsWith('application/x-www-form-urlencoded');
}

/** The body as text; more than a megabyte is refused before it is read. */
export async function readBody(request: Request): Promise<string> {
  if (request.body === null) return '';
  const bytes = await collect(request.body);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TypeError) throw new Failure('The request body is not valid UTF-8.');
    throw error;
  }
}

async function collect(body: ReadableStream<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body) {
      size += chunk.byteLength;
      if (size > mostBytes) throw new Failure('The request body is too large.', { status: 413 });
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    // The caller went away or sent half of it: nothing of ours is at fault.
    throw new Failure(
      `The request body could not be read: ${error instanceof Error ? error.message : 'unknown'}`,
    );
  }
  return Buffer.concat(chunks);
}
