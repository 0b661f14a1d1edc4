// Who works with the console, and the names of what an operator may be allowed to do.

export const permissions = [
  'overview:read',
  'accounts:read',
  'accounts:refresh',
  'accounts:subscribe',
  'accounts:disconnect',
  'owners:read',
  'transactions:read',
  'sessions:read',
  'sessions:create',
  'relinks:read',
  'relinks:create',
  'backfills:read',
  'backfills:start',
  'runs:read',
  'runs:start',
  'events:read',
  'events:replay',
  'webhooks:connect',
  'audit:read',
  /** The stream of what changes: rows of accounts and sessions. */
  'changes:read',
  /** A few accounts, holders and sessions by a text. */
  'search:read',
  'status:read',
  /** Process checks: no one signs in for them. */
  'health:read',
] as const;
export type Permission = (typeof permissions)[number];

/** Who asks. Until sign-in exists every local operator is "console". */
export interface Operator {
  actor: string;
}
