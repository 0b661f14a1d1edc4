// What the commands say: one line a step, with progress while it runs and the seconds it took.

const TICK_MS = 500;
const QUIET_TICK_MS = 15_000;
const MARKS = { running: '…', done: '✓', failed: '✗' };

/** What a step may tell while it runs. */
export type Progress = (text: string) => void;

/** Writes one line. */
export function say(sentence: string): void {
  clearLine();
  process.stdout.write(`  ${sentence}\n`);
}

/** Seconds since a moment, for people: 0.4 s, 12 s, 2 min 5 s. */
export function secondsSince(begunMs: number, nowMs = Date.now()): string {
  const seconds = (nowMs - begunMs) / 1_000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.round(seconds)} s`;
  return `${Math.floor(seconds / 60)} min ${Math.round(seconds % 60)} s`;
}

function clearLine(): void {
  if (process.stdout.isTTY) process.stdout.write('\r\x1b[K');
}

function shorten(text: string, columns: number): string {
  return text.length <= columns ? text : `${text.slice(0, Math.max(columns - 1, 0))}…`;
}

/** Runs one step and tells how it goes. What `work` returns is the note behind its title. */
export async function step(
  title: string,
  work: (progress: Progress) => Promise<string | undefined>,
): Promise<void> {
  const begun = Date.now();
  let told = '';
  const line = (mark: string, note: string) => {
    const text = note ? `${title}: ${note}` : title;
    return `  ${mark} ${text} (${secondsSince(begun)})`;
  };
  const showRunning = () => {
    const text = line(MARKS.running, told);
    if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${shorten(text, process.stdout.columns - 1)}`);
    else process.stdout.write(`${text}\n`);
  };
  // A log file does not want a line twice a second.
  const timer = setInterval(showRunning, process.stdout.isTTY ? TICK_MS : QUIET_TICK_MS);
  try {
    const note = await work((text) => (told = text));
    clearLine();
    process.stdout.write(`${line(MARKS.done, note ?? '')}\n`);
  } catch (error) {
    clearLine();
    process.stdout.write(`${line(MARKS.failed, told)}\n`);
    throw error;
  } finally {
    clearInterval(timer);
  }
}
