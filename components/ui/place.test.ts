// A hint stands where it was asked for when there is room, and in the window in any case.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { placeBeside } from './place';

const window = { width: 1_440, height: 900 };
const hint = { width: 100, height: 24 };

test('above and in the middle when there is room', () => {
  const anchor = { left: 500, top: 400, width: 60, height: 30 };
  expect(placeBeside(anchor, hint, window, 'top')).toEqual({ left: 480, top: 370 });
  expect(placeBeside(anchor, hint, window, 'right')).toEqual({ left: 566, top: 403 });
});

test('on the other side when there is none', () => {
  expect(placeBeside({ left: 500, top: 4, width: 60, height: 30 }, hint, window, 'top').top).toBe(40);
  expect(placeBeside({ left: 1_400, top: 400, width: 30, height: 30 }, hint, window, 'right').left).toBe(
    1_294,
  );
});

test('whatever the anchor, a hint that fits the window is inside it', () => {
  const side = fc.constantFrom('top', 'right', 'bottom', 'left');
  const length = fc.integer({ min: 0, max: 2_000 });
  fc.assert(
    fc.property(length, length, length, length, side, (left, top, width, height, at) => {
      const place = placeBeside({ left: left - 300, top: top - 300, width, height }, hint, window, at);
      expect(place.left).toBeGreaterThanOrEqual(8);
      expect(place.top).toBeGreaterThanOrEqual(8);
      expect(place.left + hint.width).toBeLessThanOrEqual(window.width - 8);
      expect(place.top + hint.height).toBeLessThanOrEqual(window.height - 8);
    }),
  );
});
