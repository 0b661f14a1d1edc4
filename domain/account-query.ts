// What a list of accounts may be asked for: filters, sort, search, page.
import { z } from 'zod';
import { PageCursor, PageLimit, FilterValues as values } from './page';

export const accountSorts = [
  'createdAt',
  'institution',
  'holder',
  'status',
  'balanceAsOf',
  'readAt',
  'expectedDeactivationAt',
] as const;
export type AccountSort = (typeof accountSorts)[number];

const sortPattern = new RegExp(`^-?(${accountSorts.join('|')})$`);

/** The value that stands for "Stripe gave no cause, or no action" of an inactive account. */
export const notGiven = 'not_given';

/** The filters shared by the list and its facets. Values of one filter are alternatives; filters add up. */
export const AccountFilters = z.strictObject({
  status: values,
  cause: values,
  action: values,
  institution: values,
  holder: values,
  category: values,
  subcategory: values,
  permission: values,
  subscription: values,
  /** "balance:failed", "ownership:never" */
  refresh: z
    .array(
      z
        .string()
        .max(60)
        .regex(/^(balance|ownership|transactions):[a-z_]+$/, 'Like balance:failed'),
    )
    .max(30)
    .default([]),
  /** "balance:late": active, permitted, and outside of the target of freshness. */
  fresh: z
    .array(
      z
        .string()
        .max(60)
        .regex(/^(balance|ownership|transactions):(fresh|late|never)$/, 'Like balance:late'),
    )
    .max(9)
    .default([]),
  livemode: z.enum(['true', 'false']).optional(),
  stale: z.enum(['true', 'false']).optional(),
  /** Stripe expects access to end within 30 days. */
  expiring: z.enum(['true']).optional(),
  q: z.string().trim().max(200).optional(),
});
export type AccountFilters = z.infer<typeof AccountFilters>;

export const AccountQuery = AccountFilters.extend({
  sort: z
    .string()
    .regex(sortPattern, `One of ${accountSorts.join(', ')}, with - for descending`)
    .default('-createdAt'),
  limit: PageLimit,
  cursor: PageCursor,
});
export type AccountQuery = z.infer<typeof AccountQuery>;

/** What GET /api/accounts/{id}/neighbours may be asked for: the question of a list, without its pages. */
export const NeighbourQuery = AccountQuery.omit({ limit: true, cursor: true });
export type NeighbourQuery = z.infer<typeof NeighbourQuery>;

/** The filters that may be given several times. */
export const repeatableFilters = [
  'status',
  'cause',
  'action',
  'institution',
  'holder',
  'category',
  'subcategory',
  'permission',
  'subscription',
  'refresh',
  'fresh',
] as const satisfies readonly (keyof AccountFilters)[];
export type RepeatableFilter = (typeof repeatableFilters)[number];
