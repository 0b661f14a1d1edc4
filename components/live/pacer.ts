// Does work soon, but one kind of it only so often; a hidden tab waits until it is looked at.

export interface Pacer {
  /** Does `work` after a moment, and not again within `gapMs`: what comes in between is done once, at its end. */
  soon(name: string, gapMs: number, work: () => void, delayMs?: number): void;
  /** The tab is looked at again. */
  wake(): void;
  stop(): void;
}

export function makePacer(isHidden: () => boolean): Pacer {
  const lastRun = new Map<string, number>();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();
  const held = new Map<string, () => void>();

  function run(name: string, work: () => void): void {
    timers.delete(name);
    if (isHidden()) {
      held.set(name, work);
      return;
    }
    lastRun.set(name, Date.now());
    work();
  }

  return {
    soon: (name, gapMs, work, delayMs = 0) => {
      if (timers.has(name)) return;
      const waitMs = Math.max(delayMs, (lastRun.get(name) ?? 0) + gapMs - Date.now());
      timers.set(
        name,
        setTimeout(() => run(name, work), waitMs),
      );
    },
    wake: () => {
      const waiting = [...held];
      held.clear();
      for (const [name, work] of waiting) run(name, work);
    },
    stop: () => {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      held.clear();
    },
  };
}
