// Puts the groups of the API together by cause and action, so that each cause is explained once.
import type { RelinkGroup } from '@/domain/relink';

export interface CauseGroup {
  cause: string | null;
  action: string | null;
  accountCount: number;
  institutions: { name: string; accountCount: number }[];
}

/** One entry per cause and action, those that a relink mends first, then the largest. */
export function byCause(groups: RelinkGroup[]): CauseGroup[] {
  const found = new Map<string, CauseGroup>();
  for (const { cause, action, institutionName, accountCount } of groups) {
    const key = JSON.stringify([cause, action]);
    const group = found.get(key) ?? { cause, action, accountCount: 0, institutions: [] };
    group.accountCount += accountCount;
    group.institutions.push({ name: institutionName, accountCount });
    found.set(key, group);
  }
  return [...found.values()].sort(
    (left, right) =>
      Number(isBeyond(left)) - Number(isBeyond(right)) || right.accountCount - left.accountCount,
  );
}

/** Stripe's "none" is the one action that no relink helps. */
export const isBeyond = ({ action }: { action: string | null }) => action === 'none';
