// Up to which version everything is sure to have been told.
import 'server-only';

/**
 * A version is drawn before its transaction commits, so a lower one may appear after a higher one. A transaction of ours lives
 * 15 s at most and a broken connection is noticed within 15 s: what was the newest version this long ago has nothing below it to come.
 */
const settledAfterMs = 45_000;

/** Samples of the newest version are taken this far apart. */
const sampleEveryMs = 1_000;

export interface Watermark {
  /** Notes the newest version heard of. */
  note(version: bigint): void;
  /** The newest version heard of. */
  newest(): bigint;
  /** All up to here is settled and was told; 0 while that is not known. */
  settled(): bigint;
}

/** `now` in ms, ever growing. */
export function makeWatermark(now: () => number = () => performance.now()): Watermark {
  let newest = 0n;
  let settled = 0n;
  let samples: { at: number; version: bigint }[] = [];

  const advance = () => {
    const settledSince = now() - settledAfterMs;
    const old = samples.filter(({ at }) => at <= settledSince);
    settled = old.at(-1)?.version ?? settled;
    samples = samples.slice(old.length);
  };

  return {
    note: (version) => {
      if (version > newest) newest = version;
      advance();
      const last = samples.at(-1);
      if (!last || now() - last.at >= sampleEveryMs) samples.push({ at: now(), version: newest });
    },
    newest: () => newest,
    settled: () => {
      advance();
      return settled;
    },
  };
}
