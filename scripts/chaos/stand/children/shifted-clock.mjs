// Loaded into a process (--import) whose clock is to be wrong by CHAOS_CLOCK_SHIFT_MS.
const shiftMs = Number(process.env.CHAOS_CLOCK_SHIFT_MS ?? 0);
const RightDate = Date;

globalThis.Date = class extends RightDate {
  constructor(...given) {
    if (given.length === 0) super(RightDate.now() + shiftMs);
    else super(...given);
  }

  static now() {
    return RightDate.now() + shiftMs;
  }
};
