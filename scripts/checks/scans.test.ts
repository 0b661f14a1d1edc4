// Reads every source file for what the linter has no rule for.
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { inProject } from '@/scripts/project';

const ROOMS = ['app', 'components', 'domain', 'server', 'emulator', 'prisma', 'scripts', 'e2e', 'bench'];
const NOT_OURS = new Set(['node_modules', 'generated', 'fixtures', 'migrations']);
const LONGEST = 400;

/** They name columns out of lists in the code; nothing that came from outside goes in. */
const RAW_FROM_CONSTANTS = [
  'server/cache/save.ts',
  'server/cache/account-facets.ts',
  'server/sync/session.ts',
];

interface Source {
  path: string;
  text: string;
}

function* sourcesIn(folder: string): Generator<Source> {
  for (const entry of readdirSync(inProject(folder), { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && !NOT_OURS.has(entry.name)) yield* sourcesIn(path);
    else if (entry.isFile() && /\.(tsx?|mjs|js|css|sql)$/.test(entry.name)) {
      yield { path, text: readFileSync(inProject(path), 'utf8') };
    }
  }
}

const present = new Set(readdirSync(inProject('.')));
const sources = ROOMS.filter((room) => present.has(room)).flatMap((room) => [...sourcesIn(room)]);
const code = sources.filter(({ path }) => /\.(tsx?|mjs|js)$/.test(path));
const without = (pattern: RegExp, among = code) =>
  among.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

test('the scan sees the rooms', () => {
  expect(sources.length).toBeGreaterThan(100);
});

test('writes go through routes: no Server Action', () => {
  expect(without(/^\s*(['"])use server\1/m)).toEqual([]);
});

test('SQL is tagged, never pasted together', () => {
  const product = code.filter(({ path }) => !path.includes('.test.'));
  expect(without(/\$(query|execute)RawUnsafe\b(?!\\)/, product)).toEqual([]);
  const pasted = without(/Prisma\.raw\(/, product);
  expect(pasted.filter((path) => !RAW_FROM_CONSTANTS.includes(path))).toEqual([]);
});

test('no type is forced by way of unknown, no error of the compiler is silenced', () => {
  expect(without(/\bas unknown as\b(?!\\)|@ts-(ignore|nocheck)\b(?!\\)/)).toEqual([]);
});

test('nothing is left to be done later', () => {
  expect(without(/\b(TODO|FIXME|XXX)\b(?!\|)(?!\))/)).toEqual([]);
});

test(`no file is longer than ${LONGEST} lines`, () => {
  const long = sources.filter(({ text }) => text.split('\n').length > LONGEST + 1);
  expect(long.map(({ path }) => path)).toEqual([]);
});

test('each file opens with a line that says what it is for', () => {
  const silent = code.filter(({ text }) => !/^(#![^\n]*\n)?(\/\/ |\/\*\* )/.test(text));
  expect(silent.map(({ path }) => path)).toEqual([]);
});

test('no folder and no file without a door plate', () => {
  const named = /^(lib|utils?|helpers?|common|misc|types|constants|hooks|services)$/;
  const folders = sources
    .flatMap(({ path }) => path.split('/').slice(0, -1))
    .filter((name) => named.test(name));
  const files = sources.filter(({ path }) => {
    const name = basename(path).split('.')[0] ?? '';
    return named.test(name) || name === 'index';
  });
  expect([...folders, ...files.map(({ path }) => path)]).toEqual([]);
});

test('no file knows a path of the machine it was written on', () => {
  const homes = new RegExp(`['"\`](${['/work/', '/home/', '/Users/', '/root/'].join('|')})\\w`);
  expect(without(homes)).toEqual([]);
});

test('each test file asserts something', () => {
  const tests = code.filter(({ path }) => /\.(test|spec)\.tsx?$/.test(path));
  expect(tests.length).toBeGreaterThan(5);
  expect(tests.filter(({ text }) => !/\bexpect\b|\bassert\b/.test(text)).map(({ path }) => path)).toEqual([]);
});
