// One line of JSON per happening, on stderr; names of fields that may hold secrets or people's data are cut.
import 'server-only';
import pino from 'pino';

const secretPaths = [
  'apiKey',
  'authorization',
  'client_secret',
  'clientSecret',
  'email',
  'name',
  'phone',
  'headers',
  'raw',
];

export const log = pino(
  {
    level: process.env.LOG_LEVEL ?? (process.env.NODE_ENV === 'test' ? 'silent' : 'info'),
    base: { pid: process.pid },
    redact: { paths: secretPaths.flatMap((path) => [path, `*.${path}`, `*.*.${path}`]), remove: true },
    timestamp: pino.stdTimeFunctions.isoTime,
  },
  pino.destination({ dest: 2, sync: true }),
);
