// A browser that listens to the stream of changes, as far as tests need one.
import 'server-only';
import type { Change, ChangeKind } from '@/domain/change';

export interface Heard {
  id: string;
  change: Change;
}

export interface ListeningBrowser {
  /** Everything so far, in order. */
  heard: Heard[];
  /** The id that it would come back with. */
  lastId(): string;
  /** The next message of a kind after those already waited for. */
  next(kind: ChangeKind): Promise<Change>;
  /** The stream has ended. */
  ended: Promise<void>;
  leave(): Promise<void>;
}

/** Reads the stream until it ends. */
export function listen(stream: ReadableStream<Uint8Array>): ListeningBrowser {
  const reader = stream.getReader();
  const heard: Heard[] = [];
  let read = 0;
  let lastId = '';
  let wake: () => void = () => undefined;

  async function run(): Promise<void> {
    const decoder = new TextDecoder();
    let text = '';
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      text += decoder.decode(part.value, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) take(block);
      wake();
    }
  }

  function take(block: string): void {
    const fields = new Map<string, string>();
    for (const line of block.split('\n')) {
      const at = line.indexOf(':');
      // A comment begins with its colon.
      if (at > 0) fields.set(line.slice(0, at), line.slice(at + 1).trimStart());
    }
    lastId = fields.get('id') ?? lastId;
    const kind = fields.get('event');
    if (kind)
      heard.push({ id: lastId, change: { kind, ...JSON.parse(fields.get('data') ?? '{}') } as Change });
  }

  return {
    heard,
    lastId: () => lastId,
    next: async (kind) => {
      const until = Date.now() + 20_000;
      for (;;) {
        while (read < heard.length) {
          const one = heard[read++];
          if (one?.change.kind === kind) return one.change;
        }
        if (Date.now() > until) throw new Error(`No ${kind} came: ${heard.map(({ change }) => change.kind)}`);
        await new Promise<void>((resolve) => {
          wake = resolve;
          setTimeout(resolve, 100);
        });
      }
    },
    ended: run(),
    leave: () => reader.cancel(),
  };
}
