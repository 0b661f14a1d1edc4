// Puts the groups of the API together by cause and action, so that each cause is explained once.
import type { RelinkGroup } from '@/domain/relink';

export interface CauseGroup {
  cause: string | null;
  action: string | null;
  accountCount: number;
  institutions: { name: string; accountCount: number }[];
}

/** One entry per cause and action: those that a relink mends first, those that nothing mends last, then the largest. */
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
      order.indexOf(mending(left)) - order.indexOf(mending(right)) || right.accountCount - left.accountCount,
  );
}

type Mending = 'relink' | 'unknown' | 'none';

const order: Mending[] = ['relink', 'unknown', 'none'];

/** The action decides. Where Stripe gives none, or a word that is new, neither is promised. */
export function mending({ action }: { action: string | null }): Mending {
  if (action === 'relink_required') return 'relink';
  return action === 'none' ? 'none' : 'unknown';
}
