// What can be wrong before the start, each told in one sentence with its mend.
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { freePort, isPortFree } from '@/scripts/ports';
import { sentenceFor } from '@/scripts/told-error';
import { newDatabaseName, urlOf } from '@/server/testing/database';
import { requirePort, takeLock } from './checks';
import { lastWords } from './child';
import { checkDatabase, told } from './database-check';

const folder = mkdtempSync(join(tmpdir(), 'relink-faults-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a taken port names itself and another one', async () => {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  expect(await isPortFree(port)).toBe(false);
  await expect(requirePort('PORT', port, '127.0.0.1', false)).rejects.toThrow(
    `Port ${port} is taken by another program. End that program, or start with another one: PORT=${port + 1} npm start`,
  );
  server.close();
  await once(server, 'close');
  await expect(requirePort('PORT', port, '127.0.0.1', false)).resolves.toBeUndefined();
});

test('a port that a killed run lets go of in a moment is waited for', async () => {
  const port = await freePort();
  const server = createServer().listen(port, '127.0.0.1');
  await once(server, 'listening');
  setTimeout(() => server.close(), 400);
  await expect(requirePort('PORT', port, '127.0.0.1', true)).resolves.toBeUndefined();
});

test('the lock of a dead process does not count, nor that of a pid that is something else now', () => {
  const path = join(folder, 'supervisor.pid');
  writeFileSync(path, '999999999');
  const first = takeLock(folder);
  expect(first.wasKilled).toBe(true);
  expect(readFileSync(path, 'utf8')).toBe(String(process.pid));
  first.release();
  expect(existsSync(path)).toBe(false);
  writeFileSync(path, String(process.ppid));
  takeLock(folder).release();
});

test('a database that is missing is made; wrong words, hosts and passwords are told', async () => {
  const url = urlOf(newDatabaseName('made'));
  await checkDatabase('DATABASE_URL', url);
  await expect(checkDatabase('DATABASE_URL', url)).resolves.toBeUndefined();
  await expect(checkDatabase('DATABASE_URL', 'mysql://h/db')).rejects.toThrow(
    /^DATABASE_URL is not an address/,
  );
  const nobody = `postgres://me:secret@127.0.0.1:${await freePort()}/db`;
  await expect(checkDatabase('DATABASE_URL', nobody)).rejects.toThrow(
    /nobody answers at 127\.0\.0\.1:\d+\. Start/,
  );
  const wrong = new URL(url);
  wrong.password = 'not-it';
  await expect(checkDatabase('DATABASE_URL', wrong.toString())).rejects.toThrow(/refuses the password of/);
});

test('a sentence never carries the password', () => {
  const error = told('DATABASE_URL', 'postgres://me:hunter2@db.example/x', new Error('odd'));
  expect(error.message).toBe('DATABASE_URL: the connection failed (odd). Mend DATABASE_URL.');
});

test('a full disk is told as such, by its code and by the words of a tool', () => {
  const full = 'The disk is full. Free some space, then start again.';
  expect(sentenceFor(Object.assign(new Error('write'), { code: 'ENOSPC' }))).toBe(full);
  expect(sentenceFor(new Error('initdb: error: could not write: No space left on device'))).toBe(full);
});

test('the last words of a child are its error, not its stack', () => {
  const lines = ['begins', 'Error: the port is gone', '    at listen (node:net:1:1)', '', 'Node.js v24.21.0'];
  expect(lastWords('The worker ended with code 1.', lines)).toBe(
    'The worker ended with code 1.\nbegins\nError: the port is gone\n',
  );
  expect(lastWords('The emulator ended.', ['error: could not extend file: No space left on device'])).toMatch(
    /^The disk is full/,
  );
});
