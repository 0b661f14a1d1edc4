// How fast the background may ask Stripe, so that people's clicks always find room under Stripe's limits.
import 'server-only';

// Stripe's sandbox takes 25 requests a second in all; background reads keep to 15, which leaves 10 to people.
const backgroundPerSecond = 15;
const gapMs = 1000 / backgroundPerSecond;

let nextFreeMs = 0;

/** Waits for this process's next turn in the background. */
export async function takeBackgroundTurn(): Promise<void> {
  const nowMs = performance.now();
  const startMs = Math.max(nowMs, nextFreeMs);
  nextFreeMs = startMs + gapMs;
  if (startMs > nowMs) await new Promise((resolve) => setTimeout(resolve, startMs - nowMs));
}

/** After a 429 everyone in the background waits this long before the next turn. */
export function pauseBackground(ms: number): void {
  nextFreeMs = Math.max(nextFreeMs, performance.now() + ms);
}
