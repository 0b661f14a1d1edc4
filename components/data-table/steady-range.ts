// Which rows stand in the document: those in the window and some beyond it, the same ones for several steps of a scroll. A step
// that needs no other rows is the browser's alone, and costs the page nothing.

interface Window {
  /** The first and the last row that is seen. */
  startIndex: number;
  endIndex: number;
  /** The rows of the list. */
  count: number;
}

/**
 * Answers the indexes in order, and the same array as before for as long as it holds `least` rows beyond each edge of the window
 * (as far as there are any); then anew, with `most` beyond it. `stays`: a row that is among them wherever the window is.
 */
export function steadyRange(least: number, most: number) {
  let last: { from: number; to: number; count: number; stays: number | null; near: number[] } | null = null;
  return ({ startIndex, endIndex, count }: Window, stays: number | null): number[] => {
    const around = (rows: number) => ({
      from: Math.max(0, startIndex - rows),
      to: Math.min(count - 1, endIndex + rows),
    });
    const { from: first, to: end } = around(least);
    if (last?.count === count && last.stays === stays && last.from <= first && last.to >= end)
      return last.near;
    const { from, to } = around(most);
    const near = Array.from({ length: Math.max(0, to - from + 1) }, (_, at) => from + at);
    if (stays !== null && stays < Math.min(from, count)) near.unshift(stays);
    if (stays !== null && stays > to && stays < count) near.push(stays);
    last = { from, to, count, stays, near };
    return near;
  };
}
