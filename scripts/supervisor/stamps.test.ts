// A step is skipped only when it succeeded before with the very same content.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { hashOf, madeOnce } from './stamps';

const folder = mkdtempSync(join(tmpdir(), 'relink-stamps-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

test('the hash sees contents, names, new files and missing ones, and skips what it is told to', () => {
  write('src/a.ts', 'one');
  write('src/deep/b.ts', 'two');
  const isTest = (path: string) => path.endsWith('.test.ts');
  const hash = () => hashOf(folder, ['src', 'missing.json'], isTest);
  const first = hash();
  expect(hash()).toBe(first);
  write('src/a.test.ts', 'not looked at');
  expect(hash()).toBe(first);
  write('src/deep/b.ts', 'three');
  const changed = hash();
  expect(changed).not.toBe(first);
  write('missing.json', '');
  expect(hash()).not.toBe(changed);
});

test('moving text from one file to the next changes the hash', () => {
  write('pair/a', 'xy');
  write('pair/b', 'z');
  const before = hashOf(folder, ['pair']);
  write('pair/a', 'x');
  write('pair/b', 'yz');
  expect(hashOf(folder, ['pair'])).not.toBe(before);
});

test('a step runs once a hash, and again after it failed', async () => {
  const stamp = join(folder, 'made', 'stamp');
  let runs = 0;
  const make = async () => {
    runs += 1;
  };
  expect(await madeOnce(stamp, 'h1', make)).toBe(true);
  expect(await madeOnce(stamp, 'h1', make)).toBe(false);
  expect(runs).toBe(1);
  await expect(madeOnce(stamp, 'h2', () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  // What is half made is not what h1 stood for any more.
  expect(await madeOnce(stamp, 'h1', make)).toBe(true);
});
