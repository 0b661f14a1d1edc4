// What a new session may ask for: Stripe's rules, once, for the form and for the API.
import { z } from 'zod';

export const sessionPermissions = ['balances', 'ownership', 'payment_method', 'transactions'] as const;
export const sessionPrefetches = ['balances', 'ownership', 'transactions'] as const;
/** "other" exists as a subcategory but may not be asked for. */
export const sessionSubcategories = [
  'checking',
  'savings',
  'credit_card',
  'line_of_credit',
  'mortgage',
] as const;
export const paymentMethodSupports = ['all', 'at_least_one', 'none'] as const;

/** POST /api/sessions. Source: "Create a Session" in Stripe's API reference. */
export const SessionCreate = z
  .strictObject({
    holder: z
      .string()
      .trim()
      .max(255)
      .regex(/^(cus|acct)_[A-Za-z0-9_]+$/, 'A customer (cus_…) or a connected account (acct_…)'),
    permissions: z.array(z.enum(sessionPermissions)).min(1, 'Choose at least one permission').max(4),
    prefetch: z.array(z.enum(sessionPrefetches)).max(3).default([]),
    filters: z
      .strictObject({
        accountSubcategories: z.array(z.enum(sessionSubcategories)).max(5).optional(),
        country: z
          .string()
          .trim()
          .regex(/^[A-Za-z]{2}$/, 'Two letters, like US')
          .transform((country) => country.toUpperCase())
          .optional(),
        requirePaymentMethodSupport: z.enum(paymentMethodSupports).optional(),
      })
      .optional(),
    limitAccounts: z.number().int().min(1, 'At least 1').max(1000).optional(),
    manualEntryMode: z.enum(['automatic', 'disabled']).optional(),
    returnUrl: z
      .url({ protocol: /^https?$/, message: 'A web address, like https://example.com/done' })
      .max(5000)
      .optional(),
  })
  .superRefine((session, context) => {
    for (const prefetch of session.prefetch) {
      if (session.permissions.includes(prefetch)) continue;
      context.addIssue({
        code: 'custom',
        path: ['prefetch'],
        message: `To prefetch ${prefetch}, ask for the permission ${prefetch} too`,
      });
    }
  });
export type SessionCreate = z.infer<typeof SessionCreate>;

/** POST /api/sessions/lookup */
export const SessionLookup = z.strictObject({
  id: z
    .string()
    .trim()
    .max(255)
    .regex(/^fcsess_[A-Za-z0-9]+$/, 'A session id starts with fcsess_'),
});
