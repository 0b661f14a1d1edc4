// The choices that Stripe's documents leave open, each a named switch with its default.
import { z } from 'zod';
import { latestGa, latestPreview } from '@/emulator/protocol/versions';

const ms = (value: number) => z.number().int().min(0).max(10_000_000_000).default(value);
const perSecond = (value: number) => z.number().int().min(1).max(1_000_000).default(value);

const Switches = z.strictObject({
  defaultApiVersion: z.string().default(latestGa),
  eventApiVersion: z.string().default(latestPreview),
  previewVersions: z.boolean().default(true),
  rateLimits: z.boolean().default(true),
  rateLimitTest: perSecond(25),
  rateLimitLive: perSecond(100),
  rateLimitPerOperation: perSecond(25),
  refreshTooEarly: z.enum(['ignore', 'refuse']).default('ignore'),
  repeatedSubscribe: z.enum(['accept', 'refuse']).default('accept'),
  missingPermission: z.enum(['refuse', 'ignore']).default('refuse'),
  repeatedDisconnect: z.enum(['accept', 'refuse']).default('accept'),
  dataAfterDisconnect: z.enum(['error', 'empty', 'readable']).default('error'),
  disconnectClearsSubscriptions: z.boolean().default(true),
  balanceCooldownMs: ms(60_000),
  ownershipCooldownMs: ms(300_000),
  transactionsCooldownMs: ms(3_600_000),
  balanceDelayMs: ms(1_500),
  ownershipDelayMs: ms(2_500),
  transactionsDelayMs: ms(3_500),
  dailyRefresh: z.boolean().default(true),
  afterLinkingMs: ms(3_000),
  sessionLifetimeMs: ms(86_400_000),
  prefetchNeedsPermission: z.boolean().default(true),
  legacyObjects: z.boolean().default(false),
  transactionOrder: z.enum(['transacted_at', 'id']).default('transacted_at'),
  newIdsAtRelink: z.boolean().default(false),
  previousAttributes: z.boolean().default(false),
  eventRequestIds: z.boolean().default(true),
  unknownVersion: z.enum(['refuse', 'default']).default('refuse'),
  hostedSessions: z.boolean().default(false),
  webhookRetryMs: z
    .array(z.number().int().min(0).max(10_000_000_000))
    .min(1)
    .max(50)
    .default([1_000, 3_000, 10_000, 30_000, 60_000, 120_000, 300_000, 600_000]),
  webhookTries: z.number().int().min(1).max(1_000).default(3),
  webhookTimeoutMs: z.number().int().min(10).max(600_000).default(10_000),
  webhookConcurrency: z.number().int().min(1).max(1_000).default(16),
});

/** Every switch with its value. */
export type Switches = z.infer<typeof Switches>;

/** Some switches: the rest keep what they are. */
export type SwitchChanges = Partial<Switches>;

/** The switches as they are when nobody touched them. */
export const defaultSwitches: Switches = Switches.parse({});

/** The switches after a change; the sentence says what is wrong with it. */
export function changedSwitches(current: Switches, changes: unknown): Switches | string {
  if (typeof changes !== 'object' || changes === null || Array.isArray(changes))
    return 'Send an object of switches.';
  const parsed = Switches.safeParse({ ...current, ...changes });
  if (parsed.success) return parsed.data;
  return parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
}
