// A browser that comes back with a settled version has missed nothing below it, whatever the order of commits.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeWatermark } from './watermark';

/** A transaction: how long after the one before it draws its version, and how long after that it commits (ms). */
const transaction = fc.record({
  afterMs: fc.integer({ min: 0, max: 20_000 }),
  openMs: fc.integer({ min: 0, max: 15_000 }),
});

test('all versions up to the settled one have been told', () => {
  fc.assert(
    fc.property(fc.array(transaction, { minLength: 1, maxLength: 60 }), (transactions) => {
      let drawnAt = 0;
      const commits = transactions.map(({ afterMs, openMs }, index) => {
        drawnAt += afterMs;
        return { version: BigInt(index + 1), at: drawnAt + openMs };
      });
      let now = 0;
      const watermark = makeWatermark(() => now);
      let last = 0n;
      for (const { version, at } of commits.toSorted((a, b) => a.at - b.at)) {
        now = at;
        const settled = watermark.settled();
        expect(commits.every((one) => one.version > settled || one.at <= at)).toBe(true);
        expect(settled).toBeGreaterThanOrEqual(last);
        last = settled;
        watermark.note(version);
      }
      now += 60_000;
      watermark.note(watermark.newest());
      expect(watermark.settled()).toBeGreaterThan(0n);
    }),
  );
});

test('nothing is settled at first: what was committed before is not known', () => {
  let now = 0;
  const watermark = makeWatermark(() => now);
  watermark.note(7n);
  now = 44_000;
  expect([watermark.newest(), watermark.settled()]).toEqual([7n, 0n]);
  now = 46_000;
  expect(watermark.settled()).toBe(7n);
});
