// What a request to act on an account must say; the forms and the API check by the same rules.
import { z } from 'zod';
import { refreshFeatures } from './refresh';

const distinct = (words: string[]) => new Set(words).size === words.length;

/** POST /api/accounts/{id}/refresh */
export const RefreshCommand = z.strictObject({
  features: z
    .array(z.enum(refreshFeatures))
    .min(1, 'Choose at least one feature')
    .max(refreshFeatures.length)
    .refine(distinct, 'Each feature once'),
});
export type RefreshCommand = z.infer<typeof RefreshCommand>;

/** POST /api/accounts/{id}/disconnect */
export const DisconnectCommand = z.strictObject({
  reason: z.string().trim().min(3, 'At least 3 characters').max(500, 'At most 500 characters'),
});
export type DisconnectCommand = z.infer<typeof DisconnectCommand>;

/** Stripe offers a subscription to transactions only. */
export const subscriptionFeatures = ['transactions'] as const;

/** PUT and DELETE /api/accounts/{id}/subscription */
export const SubscriptionCommand = z.strictObject({
  features: z.array(z.enum(subscriptionFeatures)).min(1, 'Choose at least one feature').max(1),
});
export type SubscriptionCommand = z.infer<typeof SubscriptionCommand>;
