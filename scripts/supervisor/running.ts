// Everything that was started, ended in the order that lets each finish: web, worker, emulator, Postgres.

interface Part {
  stop(): Promise<void>;
  kill(): void;
}

/** The later a part stands here, the earlier it is ended. */
const ORDER = ['postgres', 'emulator', 'worker', 'web'] as const;
type Place = (typeof ORDER)[number];

export interface Running {
  add(place: Place, part: Part): void;
  /** Ends all, one after the other. */
  stop(): Promise<void>;
  /** Ends all at once. */
  kill(): void;
}

/** A list of running parts. */
export function createRunning(): Running {
  const parts = new Map<Place, Part>();
  let isEnding = false;
  return {
    add: (place, part) => {
      parts.set(place, part);
      // Started while the end was under way.
      if (isEnding) part.kill();
    },
    stop: async () => {
      isEnding = true;
      for (const place of [...ORDER].reverse()) await parts.get(place)?.stop();
    },
    kill: () => {
      isEnding = true;
      for (const part of parts.values()) part.kill();
    },
  };
}
