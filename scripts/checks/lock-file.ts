// What the lock file must and must not hold: no package below its security floor, no address, a checksum for each.
import { readFileSync } from 'node:fs';
import { inProject } from '@/scripts/project';

interface LockedPackage {
  version?: string;
  resolved?: string;
  integrity?: string;
  link?: boolean;
  inBundle?: boolean;
}

export interface LockFile {
  packages: Record<string, LockedPackage>;
}

export interface Floor {
  reviewedAt: string;
  owner: string;
  floors: Record<string, string>;
}

/** Less than, equal to or greater than zero, as versions order; a pre-release comes before its release. */
export function compareVersions(one: string, other: string): number {
  const [a, b] = [partsOf(one), partsOf(other)];
  for (let i = 0; i < 3; i += 1) {
    const difference = (a.numbers[i] ?? 0) - (b.numbers[i] ?? 0);
    if (difference !== 0) return difference;
  }
  return Number(b.isPreRelease) - Number(a.isPreRelease);
}

function partsOf(version: string): { numbers: number[]; isPreRelease: boolean } {
  const [release = '', ...rest] = (version.split('+')[0] ?? '').split('-');
  return { numbers: release.split('.').map(Number), isPreRelease: rest.length > 0 };
}

function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length);
}

/** One sentence for each installed package that is older than its floor, wherever in the tree it stands. */
export function belowFloor(lock: LockFile, floor: Floor): string[] {
  return Object.entries(lock.packages).flatMap(([path, { version }]) => {
    const least = floor.floors[nameOf(path)];
    if (!least || !version || compareVersions(version, least) >= 0) return [];
    return [`${path} is ${version}; security-floor.json asks for ${least} or newer.`];
  });
}

/** One sentence for each entry that ties the lock file to one registry, or that cannot be verified. */
export function lockFaults(lock: LockFile): string[] {
  return Object.entries(lock.packages).flatMap(([path, entry]) => {
    if (path === '' || entry.link) return [];
    if (entry.resolved)
      return [`${path} names an address (${entry.resolved}); make the lock file without them.`];
    if (!entry.integrity && !entry.inBundle) return [`${path} has no checksum in package-lock.json.`];
    return [];
  });
}

/** The faults of our own lock file. */
export function checkLockFile(): { floor: string[]; lock: string[] } {
  const read = <T>(name: string) => JSON.parse(readFileSync(inProject(name), 'utf8')) as T;
  const lock = read<LockFile>('package-lock.json');
  return { floor: belowFloor(lock, read<Floor>('security-floor.json')), lock: lockFaults(lock) };
}
