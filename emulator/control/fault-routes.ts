// The control calls on faults of calls.
import { z } from 'zod';
import type { On } from '@/emulator/control/on';
import { parse } from '@/emulator/control/sent';
import { RuleSchema } from '@/emulator/faults/register';
import type { Engine } from '@/emulator/handler';

const Release = z.strictObject({ count: z.number().int().min(1).max(1_000_000).optional() });

/** `{ "unavailable": true }` for a total outage, without anything round it. */
const Added = z.preprocess((sent) => {
  if (typeof sent !== 'object' || sent === null || !('unavailable' in sent) || 'fault' in sent) return sent;
  const { unavailable, ...rest } = sent;
  return unavailable === true ? { ...rest, fault: 'unavailable' } : sent;
}, RuleSchema);

/** Adds the control calls on faults. */
export function faultRoutes(on: On, { faults }: Engine): void {
  on('POST', '/faults', async (_, sent) => faults.add(parse(Added, sent)));
  on('GET', '/faults', async () => ({ data: faults.list() }));
  on('GET', '/faults/:id', async (id) => faults.get(id));
  on('POST', '/faults/:id/release', async (id, sent) => {
    const { count } = parse(Release, sent);
    return { released: faults.release(id, count ?? Number.POSITIVE_INFINITY) };
  });
  on('DELETE', '/faults/:id', async (id) => {
    faults.remove(id);
    return { ok: true };
  });
  on('DELETE', '/faults', async () => {
    faults.clear();
    return { ok: true };
  });
}
