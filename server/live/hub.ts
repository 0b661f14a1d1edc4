// Between Postgres and the browsers: hears what changed, reads it once, tells it to every stream of this process.
import 'server-only';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Change, ChangedRows } from '@/domain/change';
import { db } from '@/server/db';
import { errorFacts } from '@/server/error-facts';
import { AppError } from '@/server/errors';
import { log } from '@/server/log';
import { timings } from '@/server/timings';
import { addNote, type Batch } from './batch';
import { toFrame } from './frame';
import { keepListening, type Listener } from './listener';
import { parseNote } from './note';
import { readNewest, readRows, readSince } from './rows';
import { makeSubscriber, type Subscriber } from './subscriber';
import { makeWatermark } from './watermark';

/** Changes of this long are told together. */
const batchMs = 100;
/** A new stream waits this long for the listener before it is told that there is a gap. */
const patienceMs = 2_000;
const mostStreams = 2_000;

export interface Hub {
  /** A stream of changes after a version; null: those of the last half minute and what comes. */
  subscribe(since: bigint | null): ReadableStream<Uint8Array>;
  /** How many listen. */
  count(): number;
  /** Ends every stream and stops listening. */
  close(): Promise<void>;
}

/** new: not greeted. waiting: for the listener. joining: what it missed is being read. */
interface Seat {
  subscriber: Subscriber;
  state: 'new' | 'waiting' | 'joining' | 'joined';
  since: bigint | null;
  /** What came while it joined: an id in it must not arrive before what stands below that id. */
  held: Uint8Array[];
}

/** Starts to listen with the first stream. */
export function makeHub(): Hub {
  const seats = new Set<Seat>();
  const watermark = makeWatermark();
  let listener: Listener | undefined;
  let beating: ReturnType<typeof setInterval> | undefined;
  let flushing: ReturnType<typeof setTimeout> | undefined;
  let isUp = false;
  let isClosed = false;
  /** From where to go on after a break. */
  let heldAt = 0n;
  let batch: Batch = new Map();
  let inTurn: Promise<void> = Promise.resolve();

  const settled = () => (isUp && watermark.settled() > 0n ? watermark.settled() : null);

  function tellAll(change: Change): void {
    const frame = toFrame(change, settled());
    for (const seat of seats) {
      if (isIn(seat)) pass(seat, frame);
      else if (seat.state === 'waiting' && change.kind === 'beat') seat.subscriber.send(frame);
    }
  }

  const isIn = ({ state }: Seat) => state === 'joining' || state === 'joined';

  function pass({ state, held, subscriber }: Seat, frame: Uint8Array): void {
    if (state === 'joining') held.push(frame);
    else subscriber.send(frame);
  }

  /** One after the other: a later read tells a later state. What could not be read is caught up with by a new listener. */
  function queue(work: () => Promise<void>): Promise<void> {
    inTurn = inTurn.then(work).catch((error: unknown) => {
      log.warn({ cause: errorFacts(error) }, 'changes could not be read');
      listener?.renew('changes could not be read');
    });
    return inTurn;
  }

  function hear(payload: string): void {
    const note = parseNote(payload);
    if (!note) return;
    if (note.v !== undefined) watermark.note(note.v);
    addNote(batch, note);
    flushing ??= setTimeout(() => {
      flushing = undefined;
      void queue(flush);
    }, batchMs);
  }

  async function flush(): Promise<void> {
    const taken = batch;
    batch = new Map();
    if (seats.size === 0) return;
    const idsOf = (table: string) => [...(taken.get(table) ?? [])];
    const rows = await readRows(db, idsOf('accounts'), idsOf('sessions'));
    if (hasRows(rows)) tellAll({ kind: 'rows', ...rows });
    for (const [table, ids] of taken) {
      const areRows = ids !== null && (table === 'accounts' || table === 'sessions');
      if (!areRows) tellAll({ kind: 'touched', table, ids: ids && [...ids] });
    }
  }

  /** Catches up: who heard all until the break from there, each newcomer from where it wants to. */
  function up(): Promise<void> {
    return queue(async () => {
      watermark.note(await readNewest(db));
      const missed = [...seats].some(isIn) ? await readSince(db, heldAt) : null;
      isUp = true;
      const frames = missedFrames(missed);
      for (const seat of seats) {
        if (isIn(seat)) for (const frame of frames) pass(seat, frame);
        if (seat.state === 'waiting') void join(seat);
      }
    });
  }

  function down(): void {
    tellAll({ kind: 'gap' });
    if (isUp) heldAt = watermark.settled();
    isUp = false;
  }

  /** Null: it is too much to tell. */
  function missedFrames(missed: ChangedRows | null): Uint8Array[] {
    const level = toFrame({ kind: 'level' }, settled());
    if (!missed) return [toFrame({ kind: 'reset' }, settled()), level];
    return hasRows(missed) ? [toFrame({ kind: 'rows', ...missed }, settled()), level] : [level];
  }

  async function join(seat: Seat): Promise<void> {
    // From here on it hears what comes, and what it missed is read after that: nothing falls in between.
    seat.state = 'joining';
    try {
      for (const frame of missedFrames(await readSince(db, seat.since))) seat.subscriber.send(frame);
    } catch (error) {
      log.warn({ cause: errorFacts(error) }, 'what a stream missed could not be read');
      seat.subscriber.end();
    }
    seat.state = 'joined';
    for (const frame of seat.held.splice(0)) seat.subscriber.send(frame);
  }

  async function welcome(seat: Seat): Promise<void> {
    const until = performance.now() + patienceMs;
    while (!isUp && seats.has(seat) && performance.now() < until) await sleep(20);
    const facts = { now: new Date().toISOString(), version: String(watermark.newest()) };
    const hello: Change = { kind: 'hello', ...facts, beatMs: timings.liveBeatMs };
    // Always with an id: a browser that is cut off before the next one must not come back without any.
    seat.subscriber.send(toFrame(hello, seat.since ?? settled() ?? 0n));
    if (isUp) return join(seat);
    seat.state = 'waiting';
    seat.subscriber.send(toFrame({ kind: 'gap' }, null));
  }

  function beat(): void {
    if (isUp) watermark.note(watermark.newest());
    tellAll({ kind: 'beat' });
  }

  return {
    subscribe: (since) => {
      if (isClosed) throw new AppError('database_unavailable', 'This server is going away. Ask again.');
      if (seats.size >= mostStreams)
        throw new AppError('rate_limited', 'Too many browsers listen to this server.');
      const subscriber = makeSubscriber(() => seats.delete(seat));
      const seat: Seat = { subscriber, state: 'new', since, held: [] };
      seats.add(seat);
      listener ??= keepListening({ hear, up, down });
      beating ??= setInterval(beat, timings.liveBeatMs);
      void welcome(seat);
      return subscriber.stream;
    },
    count: () => seats.size,
    close: async () => {
      isClosed = true;
      clearInterval(beating);
      clearTimeout(flushing);
      for (const { subscriber } of seats) subscriber.end();
      await listener?.stop();
    },
  };
}

const hasRows = ({ accounts, sessions }: ChangedRows): boolean => accounts.length + sessions.length > 0;
