// The lines to Stripe, so many for each lane: hung background calls never take a person's line.
import 'server-only';
import { unsent } from '../call-error';
import { deadlineMs, type Lane, lines } from './lane';

interface Waiting {
  enter: () => void;
}

const busy: Record<Lane, number> = { interactive: 0, bulk: 0, job: 0 };
const queues: Record<Lane, Waiting[]> = { interactive: [], bulk: [], job: [] };

/**
 * Waits for a line, in order of arrival, until `deadlineAt` (of performance.now). Whoever got it leaves it with the
 * function that is returned.
 */
export async function takeLine(lane: Lane, deadlineAt: number): Promise<() => void> {
  if (busy[lane] < lines[lane]) busy[lane] += 1;
  else await queue(lane, deadlineAt);
  let isLeft = false;
  return () => {
    if (isLeft) return;
    isLeft = true;
    const next = queues[lane].shift();
    // The line goes on to the next in the queue, so `busy` stays.
    if (next) next.enter();
    else busy[lane] -= 1;
  };
}

function queue(lane: Lane, deadlineAt: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const waiting = {
      enter: () => {
        clearTimeout(timer);
        resolve();
      },
    };
    const giveUp = () => {
      queues[lane] = queues[lane].filter((one) => one !== waiting);
      const seconds = deadlineMs[lane] / 1000;
      reject(unsent('stripe_timeout', `All lines to Stripe were busy for ${seconds} s.`, lane));
    };
    const timer = setTimeout(giveUp, Math.max(0, deadlineAt - performance.now()));
    queues[lane].push(waiting);
  });
}
