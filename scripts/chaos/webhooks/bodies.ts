// W10, W11: bodies without end, and senders without haste.
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { checkEvents, eventMark } from '@/scripts/chaos/checks/events';
import { limits } from '@/scripts/chaos/limits';
import type { Row } from '@/scripts/chaos/row';
import { inWords, percentile } from '@/scripts/chaos/stand/figures';
import { residentMib, watchMemory } from '@/scripts/chaos/stand/memory';
import { runScript } from '@/scripts/chaos/stand/scripts';
import { settle } from '@/scripts/chaos/stand/settle';
import { ledgerEnd } from '@/scripts/chaos/stand/stripe';
import type { World } from '@/scripts/chaos/stand/world';
import { deliver, post, probeEvent, signatureOf } from '@/scripts/chaos/webhooks/sender';
import { ackP99, storm } from '@/scripts/chaos/webhooks/steady';
import { alone } from '@/scripts/chaos/worlds';
import { inProject } from '@/scripts/project';

/** What stand/flood.ts says of one body. */
interface Raw {
  status: number;
  sent: number;
  ms: number;
}

/** Times of small deliveries until stopped. */
function startProbes(world: World, random: Parameters<typeof probeEvent>[0]) {
  const times: number[] = [];
  let failed = 0;
  let isOver = false;
  const go = async () => {
    while (!isOver) {
      const { status, ms } = await deliver(world, probeEvent(random));
      times.push(ms);
      if (status !== 200) failed += 1;
      await sleep(20);
    }
  };
  const going = go();
  return {
    p99: () => percentile(times, 0.99),
    failed: () => failed,
    stop: async () => {
      isOver = true;
      await going;
    },
  };
}

export const w10: Row = {
  id: 'W10',
  fault: '100 bodies of 50 MiB at once, half without a length; 1 MiB and a byte',
  target: '413, ≤ 64 MiB more memory, other deliveries ≤ 2×',
  world: { ...alone, limits: 'sandbox' },
  run: async ({ world, random }) => {
    const calm = startProbes(world, random);
    await sleep(5_000);
    await calm.stop();
    const body = Buffer.alloc(1_024 * 1_024 + 1, ' ');
    const justOver = await post(world, body, signatureOf(body.toString(), [world.secret]));
    const before = residentMib(world.web.pid());
    const memory = watchMemory(world.web.pid());
    const beside = startProbes(world, random);
    const size = 50 * 1_024 * 1_024;
    // In a process of its own, so that the work of sending is not taken for slowness of the answers.
    const { out } = await runScript(inProject('scripts', 'chaos', 'stand', 'children', 'flood.ts'), {}, [
      world.appUrl,
      String(size),
      '100',
    ]);
    const replies = JSON.parse(out) as Raw[];
    await beside.stop();
    memory.stop();
    const growth = memory.most() - before;
    // A sender that does not listen while it sends is reset; it may miss the answer, but its bytes are not taken.
    const wrong = replies.filter(({ status, sent }) => status !== 413 && !(status === 0 && sent < size));
    const factor = Math.max(beside.p99(), limits.noiseMs) / Math.max(calm.p99(), limits.noiseMs);
    return {
      runs: replies.length + 1,
      lost: beside.failed(),
      duplicated: 0,
      worst: `${replies.filter(({ status }) => status === 413).length} × 413, ${wrong.length + (justOver.status === 413 ? 0 : 1)} wrong; ${growth.toFixed(0)} MiB more; others p99 ${inWords(calm.p99())} → ${inWords(beside.p99())}`,
      isMet:
        wrong.length === 0 &&
        justOver.status === 413 &&
        growth <= limits.growthMib &&
        factor <= limits.besidesFactor,
    };
  },
};

/** Sends one byte a second, of a head or of a body; answers when it was closed. */
function drip(world: World, isBody: boolean, seconds: number): Promise<number> {
  const { port, host } = new URL(world.appUrl);
  const from = performance.now();
  const head = [
    'POST /api/webhooks/stripe HTTP/1.1',
    `Host: ${host}`,
    'Content-Type: application/json',
    'Content-Length: 1000',
    '',
    '',
  ];
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1', () => {
      socket.write(isBody ? head.join('\r\n') : 'POST /api/webhooks/stripe HTTP/1.1\r\n');
    });
    const timer = setInterval(() => socket.write(isBody ? ' ' : 'x'), 1_000);
    const end = () => {
      clearInterval(timer);
      clearTimeout(late);
      socket.destroy();
      resolve(performance.now() - from);
    };
    const late = setTimeout(end, seconds * 1_000);
    socket.on('error', end);
    socket.on('close', end);
    // Answered: it is refused, and closed by whoever sent nothing but drops.
    socket.on('data', end);
  });
}

export const w11: Row = {
  id: 'W11',
  fault: '200 senders of one byte a second, beside a stream of 100/s',
  target: 'closed after 15 s (head) and 30 s (body); the stream as W01',
  world: { ...alone, limits: 'sandbox' },
  run: async ({ world, random }) => {
    const [mark, after] = [await eventMark(world), await ledgerEnd(world)];
    const slow: Promise<{ isBody: boolean; ms: number }>[] = [];
    const open = async () => {
      for (let at = 0; at < 200; at += 1) {
        const isBody = at % 2 === 0;
        slow.push(drip(world, isBody, 45).then((ms) => ({ isBody, ms })));
        // What is told here is what it costs to hold them, not what it costs that all come in one moment: that is W10.
        await sleep(25);
      }
    };
    const opened = open();
    await storm(world, 2_500, 100, random.whole(1, 1_000_000));
    await opened;
    const closed = await Promise.all(slow);
    const left = await settle(world, { waitMs: 120_000, ignoringJobs: true });
    const found = await checkEvents(world, mark);
    const ackMs = await ackP99(world, after);
    const worst = (isBody: boolean) =>
      Math.max(...closed.filter((one) => one.isBody === isBody).map(({ ms }) => ms));
    // Node looks at its connections every few seconds.
    const isClosed = worst(false) <= limits.headMs && worst(true) <= limits.bodyMs;
    return {
      runs: closed.length,
      lost: found.lost,
      duplicated: found.duplicated,
      worst: `heads closed after ${inWords(worst(false))}, bodies after ${inWords(worst(true))}; ack p99 ${inWords(ackMs)}, applied p99 ${inWords(found.appliedP99Ms)}`,
      isMet:
        left === null && isClosed && ackMs <= limits.ackP99Ms && found.appliedP99Ms <= limits.appliedP99Ms,
    };
  },
};
