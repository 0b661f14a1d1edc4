// Where something small goes beside something else: on the side that is asked for, on the other one where there is no room,
// and never out of the window.

export type Side = 'top' | 'right' | 'bottom' | 'left';

interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

type Size = Pick<Box, 'width' | 'height'>;

const gap = 6;
const margin = 8;
const opposite: Record<Side, Side> = { top: 'bottom', bottom: 'top', left: 'right', right: 'left' };

/** The left and top edge of a box of this size beside the anchor. */
export function placeBeside(
  anchor: Box,
  size: Size,
  window: Size,
  side: Side,
): { left: number; top: number } {
  const at = edgesOf(anchor, size, side);
  const { left, top } = isInside(at, size, window, side) ? at : edgesOf(anchor, size, opposite[side]);
  return {
    left: between(left, window.width - size.width - margin),
    top: between(top, window.height - size.height - margin),
  };
}

function edgesOf(anchor: Box, size: Size, side: Side): { left: number; top: number } {
  const middle = {
    left: anchor.left + (anchor.width - size.width) / 2,
    top: anchor.top + (anchor.height - size.height) / 2,
  };
  if (side === 'top') return { ...middle, top: anchor.top - size.height - gap };
  if (side === 'bottom') return { ...middle, top: anchor.top + anchor.height + gap };
  if (side === 'left') return { ...middle, left: anchor.left - size.width - gap };
  return { ...middle, left: anchor.left + anchor.width + gap };
}

/** Along the side that was asked for only: across it, it may move. */
function isInside(at: { left: number; top: number }, size: Size, window: Size, side: Side): boolean {
  if (side === 'top' || side === 'bottom')
    return at.top >= margin && at.top + size.height <= window.height - margin;
  return at.left >= margin && at.left + size.width <= window.width - margin;
}

/** What is larger than the window begins at its edge. */
const between = (value: number, most: number) => Math.round(Math.max(margin, Math.min(value, most)));
