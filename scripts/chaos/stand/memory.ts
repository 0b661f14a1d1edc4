// How much memory a process holds.
import { readFileSync } from 'node:fs';

/** Resident memory in MiB, as the kernel counts it. */
export function residentMib(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1_024;
}

/** The most that it held until stopped. */
export function watchMemory(pid: number): { most(): number; stop(): void } {
  let most = 0;
  const look = () => {
    try {
      most = Math.max(most, residentMib(pid));
    } catch (error) {
      // It ended: what it held is known.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  };
  look();
  const timer = setInterval(look, 100);
  return { most: () => most, stop: () => clearInterval(timer) };
}
