// The control calls on storms: start one, look at it, end it.
import { z } from 'zod';
import type { On } from '@/emulator/control/on';
import { parse } from '@/emulator/control/sent';
import { stormKinds } from '@/emulator/control/storm';
import type { Engine } from '@/emulator/handler';
import { merchantId } from '@/emulator/seed/seed';
import { worldOf } from '@/emulator/store';

const Storm = z.strictObject({
  events: z.number().int().min(1).max(10_000_000),
  perSecond: z.number().min(0.1).max(10_000),
  /** How many, or which; left out: all that can change. */
  accounts: z
    .union([z.number().int().min(1).max(5_000_000), z.array(z.string().max(200)).min(1).max(100_000)])
    .optional(),
  seed: z.number().int().min(0).max(2_147_483_647).default(1),
  kinds: z.array(z.enum(stormKinds)).min(1).optional(),
});

/** Adds the control calls on storms. */
export function stormRoutes(on: On, { store, storms }: Engine): void {
  on('POST', '/storm', async (_, sent) =>
    storms.start(await worldOf(store, merchantId, false), parse(Storm, sent)),
  );
  on('GET', '/storm', async () => storms.progress());
  on('DELETE', '/storm', async () => {
    storms.stop();
    await storms.ended();
    return storms.progress();
  });
}
