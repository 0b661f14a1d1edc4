// The causes of broken links: what each means, whether a relink mends it, and how many it holds; a click shows only those.
'use client';
import { CircleSlash, Unplug } from 'lucide-react';
import { classNames } from '@/components/ui/class-names';
import { causeText } from '@/domain/account-state';
import type { RelinkGroup } from '@/domain/relink';
import { byCause, type CauseGroup, isBeyond } from './relink-groups';
import { notGiven } from './relink-filters';
import type { RelinkFilters } from './relink-queries';
import { ToggleChip } from './toggle-chip';

interface PickerProps {
  groups: RelinkGroup[];
  filters: RelinkFilters;
  onChange: (filters: RelinkFilters) => void;
}

const nothing: RelinkFilters = { cause: [], action: [], institution: [] };
const shownInstitutions = 8;

/** Groups as filters; the pressed one is let go by a second click. */
export function GroupPicker({ groups, filters, onChange }: PickerProps) {
  return (
    <ul className="grid gap-px overflow-hidden border-b border-border bg-border sm:grid-cols-2 2xl:grid-cols-3">
      {byCause(groups).map((group) => (
        <GroupTile key={`${group.cause}:${group.action}`} group={group} filters={filters} onChange={onChange} />
      ))}
    </ul>
  );
}

function GroupTile({ group, filters, onChange }: Omit<PickerProps, 'groups'> & { group: CauseGroup }) {
  const cause = group.cause ?? notGiven;
  const action = group.action ?? notGiven;
  const isChosen = isOnly(filters.cause, cause) && isOnly(filters.action, action);
  const { label, meaning, next } = causeText(group.cause);
  const Icon = isBeyond(group) ? CircleSlash : Unplug;
  const pick = (institution: string[]) => onChange({ cause: [cause], action: [action], institution });
  return (
    <li className={classNames('flex flex-col gap-1 px-4 py-3 sm:px-6', isChosen ? 'bg-selected' : 'bg-surface')}>
      <button
        type="button"
        aria-pressed={isChosen}
        onClick={() => (isChosen ? onChange(nothing) : pick([]))}
        className="group flex w-full items-baseline gap-1.5 text-left"
      >
        <Icon
          aria-hidden
          className={classNames('size-3.5 shrink-0 self-center', isBeyond(group) ? 'text-dead' : 'text-bad')}
        />
        <span className="font-semibold underline-offset-2 group-hover:underline">{label}</span>
        <span className="text-sm text-faint">{verdictWords(group)}</span>
        <span className="ml-auto font-semibold">{group.accountCount.toLocaleString('en-US')}</span>
        <span className="sr-only">{group.accountCount === 1 ? 'account' : 'accounts'}</span>
      </button>
      <p className="text-sm text-quiet">
        {meaning} <span className="text-text">{next}</span>
      </p>
      <ul className="flex flex-wrap gap-1 pt-0.5">
        {institutionsOf(group, isChosen ? filters.institution : []).map(({ name, accountCount }) => {
          const isOn = isChosen && filters.institution.includes(name);
          return (
            <li key={name} className="max-w-full">
              <ToggleChip isOn={isOn} count={accountCount} onChange={(on) => pick(on ? [name] : [])}>
                {name}
              </ToggleChip>
            </li>
          );
        })}
        <Rest group={group} />
      </ul>
    </li>
  );
}

/** The largest few, and the chosen one wherever it stands. */
function institutionsOf(group: CauseGroup, chosen: string[]): CauseGroup['institutions'] {
  return group.institutions.filter(({ name }, position) => position < shownInstitutions || chosen.includes(name));
}

function Rest({ group }: { group: CauseGroup }) {
  const rest = group.institutions.length - shownInstitutions;
  return rest > 0 ? <li className="self-center text-xs text-faint">and {rest} more</li> : null;
}

function verdictWords({ action }: CauseGroup): string {
  if (action === 'none') return 'a relink cannot mend it';
  if (action === 'relink_required') return 'a relink mends it';
  return action === null ? 'Stripe does not say whether a relink mends it' : `Stripe's action: “${action}”`;
}

const isOnly = (list: string[], value: string) => list.length === 1 && list[0] === value;
