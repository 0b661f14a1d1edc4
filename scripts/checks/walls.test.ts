// Proves that each wall stands: a line that crosses it is refused, a line that does not is let through.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { binOf } from '@/scripts/checks/run';
import { inProject } from '@/scripts/project';

const ROOMS = ['app', 'components', 'domain', 'server', 'emulator', 'scripts'];

/** Which rooms a file of a room may import; it may not import the others. */
const MAY: Record<string, string[]> = {
  'app/page/probe.ts': ['app', 'components', 'domain', 'server'],
  'components/row/probe.ts': ['components', 'domain'],
  'domain/probe.ts': ['domain'],
  'server/probe.ts': ['domain', 'server'],
  'server/testing/probe.ts': ['domain', 'server', 'emulator'],
  'emulator/bank/probe.ts': ['emulator'],
  'e2e/probe.ts': ['domain'],
  'bench/probe.ts': ['domain', 'server', 'scripts'],
  'scripts/part/probe.ts': ['domain', 'server', 'scripts'],
};

/** Inside server/: what a place may not import, and what it may. */
const NOT_DOWN: Record<string, string[]> = {
  'server/db.ts': [
    'http',
    'audit',
    'auth/door',
    'cache/save',
    'commands/act',
    'jobs/queue',
    'stripe/client',
    'sync/account',
  ],
  'server/audit.ts': [
    'http',
    'auth/door',
    'cache/save',
    'commands/act',
    'jobs/queue',
    'stripe/client',
    'sync/account',
  ],
  'server/stripe/probe.ts': [
    'http',
    'audit',
    'cache/save',
    'commands/act',
    'jobs/queue',
    'sync/account',
    'webhooks/apply',
  ],
  'server/cache/probe.ts': [
    'http',
    'commands/act',
    'jobs/queue',
    'stripe/client',
    'sync/account',
    'webhooks/apply',
  ],
  'server/jobs/queue.ts': [
    'http',
    'cache/save',
    'commands/act',
    'stripe/client',
    'sync/account',
    'webhooks/apply',
  ],
  'server/sync/probe.ts': ['http', 'worker', 'auth/door', 'commands/act', 'jobs/handlers', 'webhooks/apply'],
  'server/commands/probe.ts': ['http', 'worker', 'auth/door', 'jobs/handlers', 'webhooks/apply'],
  'server/webhooks/probe.ts': ['http', 'worker', 'auth/door', 'commands/act', 'jobs/handlers'],
  'server/http.ts': ['audit', 'cache/save', 'commands/act', 'jobs/queue', 'stripe/client', 'sync/account'],
  'server/auth/probe.ts': [
    'http',
    'cache/save',
    'commands/act',
    'jobs/queue',
    'stripe/client',
    'sync/account',
  ],
};
const DOWN: Record<string, string[]> = {
  'server/audit.ts': ['db', 'log'],
  'server/stripe/probe.ts': ['db', 'config', 'errors', 'log', 'stripe/wire'],
  'server/cache/probe.ts': ['db', 'errors', 'cache/save', 'stripe/map', 'stripe/wire'],
  'server/jobs/queue.ts': ['db', 'log'],
  'server/jobs/handlers.ts': ['commands/act', 'sync/account', 'webhooks/apply'],
  'server/worker.ts': ['jobs/handlers', 'sync/account'],
  'server/sync/probe.ts': ['db', 'audit', 'cache/save', 'jobs/queue', 'stripe/client'],
  'server/commands/probe.ts': [
    'errors',
    'audit',
    'cache/save',
    'jobs/queue',
    'stripe/client',
    'sync/account',
  ],
  'server/webhooks/probe.ts': ['db', 'cache/save', 'jobs/queue', 'sync/account'],
  'server/http.ts': ['errors', 'log', 'auth/door', 'http/body'],
  'server/auth/probe.ts': ['db', 'config', 'audit'],
};

/** Packages that a room must not reach for. */
const PACKAGES: Record<string, string[]> = {
  'domain/probe.ts': ['react', 'pg', 'node:fs', 'server-only', 'next/headers'],
  'components/row/probe.ts': ['pg', 'stripe', 'server-only', 'node:fs', '@prisma/client'],
};

/** The ways in which a line can reach another file; each binds a name of its own. */
const FORMS: Record<string, (address: string, name: string) => string> = {
  import: (address, name) => `import { ${name} } from '${address}';`,
  'type import': (address, name) => `import type { ${name} } from '${address}';`,
  'dynamic import': (address, name) => `export const ${name} = () => import('${address}');`,
  're-export': (address, name) => `export { ${name} } from '${address}';`,
};

interface Probe {
  file: string;
  line: number;
  what: string;
  isCrossing: boolean;
}

const folder = mkdtempSync(join(tmpdir(), 'relink-walls-'));
const files = new Map<string, string[]>();
const probes: Probe[] = [];

function addLine(file: string, address: string, isCrossing: boolean): void {
  const lines = files.get(file) ?? [];
  files.set(file, lines);
  for (const [form, write] of Object.entries(FORMS)) {
    lines.push(write(address, `name${lines.length}`));
    probes.push({ file, line: lines.length, what: `${file}: ${form} of ${address}`, isCrossing });
  }
}

/** By alias and by relative path. */
function addTarget(file: string, target: string, isCrossing: boolean): void {
  const path = relative(dirname(file), target);
  addLine(file, `@/${target}`, isCrossing);
  addLine(file, path.startsWith('.') ? path : `./${path}`, isCrossing);
}

for (const [file, rooms] of Object.entries(MAY)) {
  for (const room of ROOMS) addTarget(file, `${room}/deep/thing`, !rooms.includes(room));
}
for (const [file, targets] of Object.entries(NOT_DOWN)) {
  for (const target of targets) addTarget(file, `server/${target}`, true);
}
for (const [file, targets] of Object.entries(DOWN)) {
  for (const target of targets) addTarget(file, `server/${target}`, false);
}
for (const [file, names] of Object.entries(PACKAGES)) for (const name of names) addLine(file, name, true);
addLine('domain/probe.ts', 'zod', false);

const Report = z.object({
  diagnostics: z.array(
    z.object({
      code: z.object({ value: z.string() }),
      location: z.object({ path: z.string(), range: z.object({ start: z.object({ line: z.number() }) }) }),
    }),
  ),
});

let refused = new Set<string>();

beforeAll(() => {
  cpSync(inProject('biome.json'), join(folder, 'biome.json'));
  cpSync(inProject('.gitignore'), join(folder, '.gitignore'));
  for (const [file, lines] of files) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `${lines.join('\n')}\n`);
  }
  const options = [
    'lint',
    '--only=style/noRestrictedImports',
    '--reporter=rdjson',
    '--max-diagnostics=none',
    '.',
  ];
  const args = [binOf('@biomejs/biome', 'biome'), ...options];
  const { stdout } = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 100_000_000,
  });
  const { diagnostics } = Report.parse(JSON.parse(stdout));
  refused = new Set(diagnostics.map(({ location }) => `${location.path}:${location.range.start.line}`));
}, 60_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

const wasRefused = ({ file, line }: Probe) => refused.has(`${file}:${line}`);

describe('the walls', () => {
  test.each([...files.keys()])('of %s refuse every crossing', (file) => {
    const crossings = probes.filter((probe) => probe.file === file && probe.isCrossing);
    expect(crossings.filter((probe) => !wasRefused(probe)).map(({ what }) => what)).toEqual([]);
  });

  test.each([...files.keys()])('of %s let the rest through', (file) => {
    const others = probes.filter((probe) => probe.file === file && !probe.isCrossing);
    expect(others.filter(wasRefused).map(({ what }) => what)).toEqual([]);
  });

  test('are tried from every room and in every form', () => {
    const rooms = new Set(
      probes.filter(({ isCrossing }) => isCrossing).map(({ file }) => file.split('/')[0]),
    );
    expect([...rooms].sort()).toEqual([
      'app',
      'bench',
      'components',
      'domain',
      'e2e',
      'emulator',
      'scripts',
      'server',
    ]);
  });
});
