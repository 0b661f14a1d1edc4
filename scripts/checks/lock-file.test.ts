// The lock file's checks refuse what they are for.
import { expect, test } from 'vitest';
import { belowFloor, checkLockFile, compareVersions, type LockFile, lockFaults } from './lock-file';

const floor = { reviewedAt: '2026-11-22', owner: 'maintainer', floors: { next: '16.4.5', sharp: '0.35.5' } };
const entry = (version: string) => ({ version, integrity: 'sha512-x' });

test('a lower version is refused, wherever in the tree it stands', () => {
  const lock: LockFile = {
    packages: {
      'node_modules/next': entry('16.4.4'),
      'node_modules/next/node_modules/sharp': entry('0.35.5-rc.1'),
      'node_modules/sharp': entry('0.35.5'),
      'node_modules/next-extra': entry('1.0.0'),
    },
  };
  expect(belowFloor(lock, floor)).toEqual([
    'node_modules/next is 16.4.4; security-floor.json asks for 16.4.5 or newer.',
    'node_modules/next/node_modules/sharp is 0.35.5-rc.1; security-floor.json asks for 0.35.5 or newer.',
  ]);
});

test('versions compare by number, not by letter', () => {
  expect(compareVersions('16.10.0', '16.9.9')).toBeGreaterThan(0);
  expect(compareVersions('19.2.6', '19.2.6')).toBe(0);
  expect(compareVersions('1.0.0-beta', '1.0.0')).toBeLessThan(0);
  expect(compareVersions('1.0.0+build', '1.0.0')).toBe(0);
});

test('an address or a missing checksum is refused; what a package brings along is not', () => {
  const lock: LockFile = {
    packages: {
      '': { version: '1.0.0' },
      'node_modules/a': { ...entry('1.0.0'), resolved: 'https://registry.example/a.tgz' },
      'node_modules/b': { version: '1.0.0' },
      'node_modules/c': { version: '1.0.0', inBundle: true },
    },
  };
  expect(lockFaults(lock)).toEqual([
    'node_modules/a names an address (https://registry.example/a.tgz); make the lock file without them.',
    'node_modules/b has no checksum in package-lock.json.',
  ]);
});

test('our own lock file stands above the floor', () => {
  expect(checkLockFile()).toEqual({ floor: [], lock: [] });
});
