// A TCP proxy of our own that can delay, hold, swallow or cut: the network between two processes.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';
import { absentClientMs } from '@/server/pool';

/** `up` is what the client sends, `down` what it is answered. `swallow` loses bytes and ends alike; `hold` keeps them for later. */
export type Way = 'pass' | 'hold' | 'swallow';

export interface Link {
  port: number;
  /** How many connections are open. */
  open(): number;
  /** Pieces that clients sent so far, on connections of every age. */
  pieces(): number;
  /** What happens to bytes from now on, on open connections and new ones. */
  set(way: { up?: Way; down?: Way; delayMs?: number }): void;
  /**
   * The connections that are open now are never heard from again, and hear nothing; new ones are as ever. The server gives
   * them up when its keepalives have gone unanswered: this proxy's kernel would answer them, so it resets them itself.
   */
  strand(): void;
  /** Ends every connection at once, with a reset. */
  cut(): void;
  /** New connections are refused. */
  refuse(isRefusing: boolean): void;
  /** Where new connections lead. */
  lead(port: number): void;
  close(): Promise<void>;
}

interface State {
  up: Way;
  down: Way;
  delayMs: number;
}

/** Starts a proxy on a free port of 127.0.0.1 in front of another port. */
export async function startLink(target: number): Promise<Link> {
  const state: State = { up: 'pass', down: 'pass', delayMs: 0 };
  const pairs = new Set<Pair>();
  let port = target;
  let isRefusing = false;
  let pieces = 0;
  const server = createServer({ allowHalfOpen: true }, (client) => {
    if (isRefusing) {
      client.resetAndDestroy();
      return;
    }
    const pair = pairOf(client, port, state, () => (pieces += 1));
    pairs.add(pair);
    client.once('close', () => pairs.delete(pair));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const own = typeof address === 'object' && address ? address.port : 0;
  const cut = () => {
    for (const pair of pairs) pair.cut();
    pairs.clear();
  };
  return {
    port: own,
    open: () => pairs.size,
    pieces: () => pieces,
    set: (way) => {
      Object.assign(state, way);
      for (const pair of pairs) pair.resume();
    },
    strand: () => {
      for (const pair of pairs) pair.strand();
    },
    cut,
    refuse: (next) => {
      isRefusing = next;
    },
    lead: (next) => {
      port = next;
    },
    close: async () => {
      cut();
      const closed = once(server, 'close');
      server.close();
      await closed;
    },
  };
}

interface Pair {
  cut(): void;
  strand(): void;
  resume(): void;
}

function pairOf(client: Socket, port: number, state: State, onPiece: () => void): Pair {
  const server = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
  let isStranded = false;
  const wayOf = (side: 'up' | 'down') => (): Way => (isStranded ? 'swallow' : state[side]);
  client.setNoDelay(true);
  server.setNoDelay(true);
  const up = flow(client, server, wayOf('up'), state, onPiece);
  const down = flow(
    server,
    client,
    () => state.down,
    state,
    () => undefined,
  );
  const cut = () => {
    client.resetAndDestroy();
    server.resetAndDestroy();
  };
  for (const socket of [client, server]) socket.on('error', cut);
  return {
    cut,
    strand: () => {
      isStranded = true;
      setTimeout(() => server.resetAndDestroy(), absentClientMs).unref();
    },
    resume: () => {
      up();
      down();
    },
  };
}

/** Carries bytes one way; answers how to carry on what was held. */
function flow(from: Socket, to: Socket, way: () => Way, state: State, onPiece: () => void): () => void {
  let held: (() => void)[] = [];
  const carry = (deed: () => void) => {
    if (way() === 'swallow') return;
    if (way() === 'hold') {
      held.push(deed);
      return;
    }
    if (state.delayMs > 0) setTimeout(deed, state.delayMs);
    else deed();
  };
  from.on('data', (bytes: Buffer) => {
    onPiece();
    carry(() => {
      if (to.destroyed || to.writableEnded) return;
      if (to.write(bytes)) return;
      from.pause();
      to.once('drain', () => from.resume());
    });
  });
  from.on('end', () => carry(() => to.end()));
  from.on('close', () => carry(() => to.destroy()));
  return () => {
    if (way() === 'hold') return;
    const waiting = held;
    held = [];
    for (const deed of waiting) carry(deed);
  };
}
