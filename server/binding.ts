// Binds the database to one Stripe account and mode at its first start, and refuses every other one afterwards.
import 'server-only';
import { config, gaVersion } from '@/server/config';
import { db } from '@/server/db';
import { StripeCallError } from '@/server/stripe/call-error';
import { retrieveSelf, versionInUse } from '@/server/stripe/client';
import { forgetRefusals } from '@/server/stripe/way/budget';

export interface Bound {
  stripeAccountId: string;
  livemode: boolean;
  apiVersion: string;
  /** Stripe refused the preview version: causes and relink are missing. */
  previewRefused: boolean;
}

/** Asks Stripe whose key this is and binds. Throws an Error whose message is a sentence for people, with the mend. */
export async function bindDatabase(): Promise<Bound> {
  const { livemode, stripeApiBase, stripeApiVersion } = config();
  await forgetRefusals();
  const { data: self, evidenceAt } = await askWhose();
  const apiVersion = await versionInUse();
  const stripeAccountId = self.id;
  const stripeName = self.settings?.dashboard?.display_name ?? self.business_profile?.name ?? null;
  const previewRefused = apiVersion === gaVersion && stripeApiVersion !== gaVersion;
  const isEmulator =
    stripeApiBase.hostname !== 'api.stripe.com' &&
    /^(127\.|localhost$|\[::1\]$)/.test(stripeApiBase.hostname);
  const now = new Date();
  await db.$transaction([
    db.binding.createMany({
      data: { id: 1, stripeAccountId, stripeName, livemode, isEmulator, apiVersion, previewRefused },
      skipDuplicates: true,
    }),
    // The sweeps of events begin here: whatever happened before is in the accounts as they are read from now on.
    db.eventSweep.createMany({ data: { id: 1, sweptTo: evidenceAt }, skipDuplicates: true }),
  ]);
  const bound = await db.binding.findUniqueOrThrow({ where: { id: 1 } });
  if (bound.stripeAccountId !== stripeAccountId || bound.livemode !== livemode) {
    const mode = (isLive: boolean) => (isLive ? 'live mode' : 'test mode');
    throw new Error(
      `This database belongs to the Stripe account ${bound.stripeAccountId} (${mode(bound.livemode)}), but the key is of ` +
        `${stripeAccountId} (${mode(livemode)}). Use that account's key, or another DATABASE_URL (or RELINK_DATA_DIR).`,
    );
  }
  await db.binding.update({
    where: { id: 1 },
    data: { stripeName, isEmulator, apiVersion, previewRefused, checkedAt: now },
  });
  return { stripeAccountId, livemode, apiVersion, previewRefused };
}

async function askWhose() {
  const { stripeApiBase } = config();
  try {
    return await retrieveSelf('interactive');
  } catch (error) {
    if (!(error instanceof StripeCallError)) throw error;
    if (error.httpStatus === 401) {
      throw new Error('Stripe does not know this secret key. Check STRIPE_SECRET_KEY.', { cause: error });
    }
    if (error.httpStatus === 403) {
      throw new Error(
        'This restricted key may not read its own account. Give it "Account: read" at Stripe.',
        { cause: error },
      );
    }
    throw new Error(
      `${stripeApiBase.origin} does not answer (${error.message}) Check STRIPE_API_BASE and the network.`,
      {
        cause: error,
      },
    );
  }
}
