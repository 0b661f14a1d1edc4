// A child of its own: sends bodies without end, many at once, and says what came back. Arguments: address, bytes, how many.
import { connect } from 'node:net';

const piece = Buffer.alloc(64 * 1_024, 'x');

interface Raw {
  status: number;
  /** Bytes that were taken before the other side had enough. */
  sent: number;
  ms: number;
}

/** Sends a head and then bytes for as long as they are taken; answers what came back. */
function flood(appUrl: string, head: string[], total: number, isChunked: boolean): Promise<Raw> {
  const { port, host } = new URL(appUrl);
  const from = performance.now();
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1');
    let [text, sent] = ['', 0];
    const end = () => {
      clearTimeout(timer);
      socket.destroy();
      resolve({
        status: Number(/^HTTP\/1\.1 (\d+)/.exec(text)?.[1] ?? 0),
        sent,
        ms: performance.now() - from,
      });
    };
    const timer = setTimeout(end, 60_000);
    const more = () => {
      while (sent < total && !socket.destroyed && text === '') {
        sent += piece.byteLength;
        const bytes = isChunked
          ? Buffer.concat([Buffer.from(`${piece.byteLength.toString(16)}\r\n`), piece, Buffer.from('\r\n')])
          : piece;
        if (!socket.write(bytes)) {
          socket.once('drain', more);
          return;
        }
      }
    };
    socket.on('connect', () => {
      socket.write(
        [
          'POST /api/webhooks/stripe HTTP/1.1',
          `Host: ${host}`,
          'Content-Type: application/json',
          ...head,
          '',
          '',
        ].join('\r\n'),
      );
      more();
    });
    socket.on('data', (bytes: Buffer) => {
      text += bytes.toString('latin1');
      // The answer is what is asked for; what was not read of ours may reset the connection.
      setTimeout(end, 50);
    });
    socket.on('error', end);
    socket.on('close', end);
  });
}

const [, , appUrl = '', size = '0', count = '0'] = process.argv;
const total = Number(size);
const replies = await Promise.all(
  Array.from({ length: Number(count) }, (_, at) =>
    at % 2 === 0
      ? flood(appUrl, [`Content-Length: ${total}`], total, false)
      : flood(appUrl, ['Transfer-Encoding: chunked'], total, true),
  ),
);
process.stdout.write(JSON.stringify(replies));
process.exit(0);
