// Listens to /api/changes as a browser does: resumes with the last id, keeps the higher version.
import { type ClientRequest, request } from 'node:http';
import { look } from '@/scripts/chaos/stand/console';
import { json } from '@/scripts/chaos/stand/http';
import type { World } from '@/scripts/chaos/stand/world';

interface NewsRow {
  id: string;
  version: string;
  readAt: string;
}

export interface Listener {
  /** Ends the line; it is opened again at once. */
  cut(): void;
  /** The version that it would show; null when it never heard of the account. */
  versionOf(id: string): bigint | null;
  /** The longest time from a commit to its news, ms. */
  worstMs(): number;
  resets(): number;
  /** It reads again what it shows. */
  isReading(): boolean;
  stop(): void;
}

const againMs = 50;

/** Starts listening. */
export function startListener(world: World): Listener {
  const shown = new Map<string, bigint>();
  let lastId = '';
  let isOver = false;
  let resets = 0;
  let reading = 0;
  let worst = 0;
  const startedAt = Date.now();
  let sent: ClientRequest | undefined;

  const hear = (block: string) => {
    const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
    lastId = field('id') ?? lastId;
    const kind = field('event');
    // So many at once that they are not told one by one.
    const isTold = kind !== 'touched' || !/"table":"accounts"/.test(field('data') ?? '');
    if (kind === 'reset') resets += 1;
    if (kind === 'reset' || !isTold) void readAll();
    if (kind !== 'rows') return;
    const { accounts } = JSON.parse(field('data') ?? '{}') as { accounts: NewsRow[] };
    for (const { id, version, readAt } of accounts) {
      const now = BigInt(version);
      const before = shown.get(id);
      if (before !== undefined && before >= now) continue;
      shown.set(id, now);
      const at = Date.parse(readAt);
      // What was written before this listener began is old by right.
      if (at > startedAt) worst = Math.max(worst, Date.now() - at);
    }
  };
  /** What a browser does that cannot be told what it missed: it reads again what it shows. */
  const readAll = async () => {
    reading += 1;
    for (let next: string | null = ''; next !== null; ) {
      const reply = await look(world, `/accounts?limit=100${next && `&cursor=${encodeURIComponent(next)}`}`);
      const page = json<{ data: { id: string; version: string }[]; nextCursor: string | null }>(reply);
      for (const { id, version } of page.data) {
        const before = shown.get(id);
        if (before === undefined || before < BigInt(version)) shown.set(id, BigInt(version));
      }
      next = page.nextCursor;
    }
    reading -= 1;
  };
  const open = () => {
    if (isOver) return;
    const headers = { Accept: 'text/event-stream', ...(lastId ? { 'Last-Event-ID': lastId } : {}) };
    const again = () => void setTimeout(open, againMs);
    sent = request(`${world.appUrl}/api/changes`, { headers, agent: false }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        const blocks = (text + chunk).split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) hear(block);
      });
      answer.on('close', again);
      answer.on('error', () => answer.destroy());
    });
    let isAnswered = false;
    sent.on('response', () => {
      isAnswered = true;
    });
    sent.on('error', () => {
      if (!isAnswered) again();
    });
    sent.end();
  };
  open();
  return {
    cut: () => sent?.destroy(),
    versionOf: (id) => shown.get(id) ?? null,
    worstMs: () => worst,
    resets: () => resets,
    isReading: () => reading > 0,
    stop: () => {
      isOver = true;
      sent?.destroy();
    },
  };
}
