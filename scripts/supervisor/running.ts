// Everything that was started, ended in the reverse order: web, worker, emulator, Postgres.

interface Part {
  stop(): Promise<void>;
  kill(): void;
}

export interface Running {
  add(part: Part): void;
  /** Ends all, one after the other. */
  stop(): Promise<void>;
  /** Ends all at once. */
  kill(): void;
}

/** A list of running parts. */
export function createRunning(): Running {
  const parts: Part[] = [];
  let isStopping = false;
  return {
    add: (part) => {
      parts.push(part);
      // Started while the end was under way.
      if (isStopping) part.kill();
    },
    stop: async () => {
      isStopping = true;
      for (let part = parts.pop(); part; part = parts.pop()) await part.stop();
    },
    kill: () => {
      isStopping = true;
      for (const part of parts) part.kill();
    },
  };
}
