// The way of a call: a line, a turn, the request, at most one second try; what came of it goes to the budget and the breaker.
import 'server-only';
import { StripeCallError } from '../call-error';
import { adopt, noteAnswer, noteFailure, requireAnswering } from './breaker';
import { forgetRefusal, noteRefusal, slowDown, type Turn, takeTurn } from './budget';
import { type Call, exchange, type Said } from './exchange';
import { takeLine } from './lines';
import { earnRetry, retryPauseMs, tellingError } from './retry';

/** Ends at `deadlineAt` (of performance.now) at the latest, with Stripe's answer or a StripeCallError. */
export async function send(call: Call, version: string, deadlineAt: number): Promise<Said<unknown>> {
  const leaveLine = await takeLine(call.lane, deadlineAt);
  try {
    earnRetry();
    return await sendTwice(call, version, deadlineAt);
  } finally {
    leaveLine();
  }
}

async function sendTwice(call: Call, version: string, deadlineAt: number): Promise<Said<unknown>> {
  try {
    return await sendOnce(call, version, deadlineAt);
  } catch (first) {
    if (!(first instanceof StripeCallError)) throw first;
    const pauseMs = retryPauseMs(first, deadlineAt - performance.now());
    if (pauseMs === null) throw first;
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
    try {
      return await sendOnce(call, version, deadlineAt);
    } catch (second) {
      throw second instanceof StripeCallError ? tellingError(first, second) : second;
    }
  }
}

async function sendOnce(call: Call, version: string, deadlineAt: number): Promise<Said<unknown>> {
  const turn = await takeTurnWhenAnswering(call, deadlineAt);
  const sentAt = performance.now();
  try {
    const said = await exchange(call, version, deadlineAt);
    noteAnswer();
    if (turn.isTrial) await forgetRefusal(call.operation);
    return said;
  } catch (error) {
    if (error instanceof StripeCallError) await learn(call, error, turn, performance.now() - sentAt);
    throw error;
  }
}

async function takeTurnWhenAnswering(call: Call, deadlineAt: number): Promise<Turn> {
  for (;;) {
    await requireAnswering(call.lane, deadlineAt);
    const turn = await takeTurn(call.lane, call.operation, deadlineAt);
    if (turn.openSince === null) return turn;
    adopt(turn.openSince);
  }
}

/** A call that got so little time because it waited for its turn says nothing about Stripe. */
const tellingMs = 2_000;

async function learn({ operation }: Call, error: StripeCallError, turn: Turn, tookMs: number): Promise<void> {
  const { httpStatus, limitedReason, code } = error;
  if (error.isOutage) {
    if (code !== 'stripe_timeout' || tookMs >= tellingMs) noteFailure(error, tookMs);
    return;
  }
  if (httpStatus === null) return;
  noteAnswer();
  if (httpStatus === 401 || httpStatus === 403) await noteRefusal(operation, httpStatus);
  else if (turn.isTrial) await forgetRefusal(operation);
  if (httpStatus === 429 && limitedReason !== null) await slowDown(operation, limitedReason);
}
