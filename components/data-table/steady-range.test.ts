// The rows near the window: always enough of them, and the same ones for several steps.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { steadyRange } from './steady-range';

const [least, most] = [4, 10];
const seen = 20;
const at = (startIndex: number, count: number) => ({
  startIndex,
  endIndex: Math.min(count - 1, startIndex + seen - 1),
  count,
});

describe('steadyRange', () => {
  it('holds the window, enough rows beyond it, and the row that stays, wherever one scrolls', () => {
    const step = fc.record({
      start: fc.nat(980),
      count: fc.constantFrom(100, 1_000),
      stays: fc.option(fc.nat(1_100)),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), (steps) => {
        const near = steadyRange(least, most);
        for (const { start, count, stays } of steps) {
          const window = at(Math.min(start, count - seen), count);
          const rows = near(window, stays);
          expect(rows).toEqual([...new Set(rows)].toSorted((a, b) => a - b));
          const [first, end] = [
            Math.max(0, window.startIndex - least),
            Math.min(count - 1, window.endIndex + least),
          ];
          for (let index = first; index <= end; index += 1) expect(rows).toContain(index);
          if (stays !== null) expect(rows.includes(stays)).toBe(stays < count);
          expect(rows.length).toBeLessThanOrEqual(seen + 2 * most + 1);
          expect(rows.every((index) => index >= 0 && index < count)).toBe(true);
        }
      }),
    );
  });

  it('answers the same rows until fewer than the least are left at an edge', () => {
    const near = steadyRange(least, most);
    const first = near(at(100, 1_000), null);
    expect(first).toHaveLength(seen + 2 * most);
    for (let step = 1; step <= most - least; step += 1) expect(near(at(100 + step, 1_000), null)).toBe(first);
    const second = near(at(100 + most - least + 1, 1_000), null);
    expect(second).not.toBe(first);
    expect(second).toHaveLength(seen + 2 * most);
  });

  it('answers anew when the list has grown or another row stays', () => {
    const near = steadyRange(least, most);
    const first = near(at(80, 100), null);
    expect(first.at(-1)).toBe(99);
    const grown = near(at(80, 150), null);
    expect(grown.at(-1)).toBe(109);
    expect(near(at(80, 150), 3)[0]).toBe(3);
    expect(near(at(80, 150), null)[0]).toBe(70);
  });
});
