// Stripe's request limits: one bucket per world, one per world and operation, filled by the wall clock.
import type { World } from '@/emulator/objects';
import { Failure } from '@/emulator/protocol/failure';
import type { Switches } from '@/emulator/switches';

interface Bucket {
  left: number;
  at: number;
}

/** Counts one call, or throws the 429 that it gets. */
export type Limiter = (world: World, operation: string, switches: Switches) => void;

/** A limiter with empty counts. */
export function createLimiter(now: () => number = Date.now): Limiter {
  const buckets = new Map<string, Bucket>();
  const fill = (name: string, perSecond: number): Bucket => {
    const at = now();
    const before = buckets.get(name) ?? { left: perSecond, at };
    const left = Math.min(perSecond, before.left + (Math.max(0, at - before.at) / 1000) * perSecond);
    const bucket = { left, at };
    buckets.set(name, bucket);
    return bucket;
  };
  return (world, operation, switches) => {
    if (!switches.rateLimits) return;
    const overall = fill(`${world.id}`, world.livemode ? switches.rateLimitLive : switches.rateLimitTest);
    const endpoint = fill(`${world.id} ${operation}`, switches.rateLimitPerOperation);
    if (overall.left < 1) throw limited('global-rate');
    if (endpoint.left < 1) throw limited('endpoint-rate');
    overall.left -= 1;
    endpoint.left -= 1;
  };
}

function limited(reason: string): Failure {
  return new Failure(
    'Request rate limit exceeded. You can learn more about rate limits in the API documentation.',
    {
      status: 429,
      code: 'rate_limit',
      headers: { 'Stripe-Rate-Limited-Reason': reason },
    },
  );
}
