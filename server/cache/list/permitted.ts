// Whether the customer permitted a feature, as a condition of `accounts a`.
import 'server-only';
import { permissionFor, type RefreshFeature } from '@/domain/refresh';
import { Prisma } from '@/server/db';

/** Where Stripe did not say, it may be permitted. */
export const isPermitted = (feature: RefreshFeature): Prisma.Sql =>
  Prisma.sql`(not a.permissions_known or ${permissionFor[feature]}::text = any(a.permissions))`;
