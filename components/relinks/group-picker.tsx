// The causes of broken links: what each means, whether a relink mends it, and how many it holds; a click shows only those.
'use client';
import { classNames } from '@/components/ui/class-names';
import { causeText } from '@/domain/account-state';
import { institutionText } from '@/domain/institution';
import type { RelinkGroup } from '@/domain/relink';
import { nextStep } from './advice';
import { notGiven } from './relink-filters';
import { byCause, type CauseGroup, mending } from './relink-groups';
import type { RelinkFilters } from './relink-queries';
import { ToggleChip } from './toggle-chip';

interface PickerProps {
  groups: RelinkGroup[];
  filters: RelinkFilters;
  onChange: (filters: RelinkFilters) => void;
}

const nothing: RelinkFilters = { cause: [], action: [], institution: [] };
const shownInstitutions = 6;

/** Groups as filters; the pressed one is let go by a second click. */
export function GroupPicker({ groups, filters, onChange }: PickerProps) {
  const causes = byCause(groups);
  const parts = [
    { title: 'A relink mends it', members: causes.filter((group) => mending(group) === 'relink') },
    {
      title: 'Not known whether a relink mends it',
      members: causes.filter((group) => mending(group) === 'unknown'),
    },
    { title: 'A relink cannot mend it', members: causes.filter((group) => mending(group) === 'none') },
  ];
  return parts
    .filter(({ members }) => members.length > 0)
    .map(({ title, members }) => (
      <section key={title} aria-label={title} className="border-b border-border py-2.5">
        <h2 className="flex justify-between px-4 pb-1 text-xs font-medium text-faint sm:px-6">
          {title}
          <span>
            {members.reduce((sum, { accountCount }) => sum + accountCount, 0).toLocaleString('en-US')}
            {' accounts'}
          </span>
        </h2>
        <ul>
          {members.map((group) => (
            <Cause
              key={`${group.cause}:${group.action}`}
              group={group}
              filters={filters}
              onChange={onChange}
            />
          ))}
        </ul>
      </section>
    ));
}

function Cause({ group, filters, onChange }: Omit<PickerProps, 'groups'> & { group: CauseGroup }) {
  const cause = group.cause ?? notGiven;
  const action = group.action ?? notGiven;
  const isChosen = isOnly(filters.cause, cause) && isOnly(filters.action, action);
  const { label, meaning } = causeText(group.cause);
  const pick = (institution: string[]) => onChange({ cause: [cause], action: [action], institution });
  return (
    <li className={classNames('px-4 py-1.5 sm:px-6', isChosen && 'bg-selected')}>
      <button
        type="button"
        aria-pressed={isChosen}
        onClick={() => (isChosen ? onChange(nothing) : pick([]))}
        className="flex w-full items-baseline justify-between gap-2 text-left font-medium underline-offset-2 hover:underline"
      >
        <span className="min-w-0 [overflow-wrap:anywhere]">{label}</span>
        <span>
          {group.accountCount.toLocaleString('en-US')}
          <span className="sr-only">{group.accountCount === 1 ? ' account' : ' accounts'}</span>
        </span>
      </button>
      <div className={isChosen ? undefined : 'max-xl:hidden'}>
        <p className="text-sm [overflow-wrap:anywhere] text-quiet">
          {meaning} {nextStep(group.cause, group.action)}
          {group.action === null ? ' Stripe does not say whether a relink mends it.' : null}
          {group.action !== null && mending(group) === 'unknown'
            ? ` Stripe's action for it is “${group.action}”, which this console does not know.`
            : null}
        </p>
        <Institutions group={group} chosen={isChosen ? filters.institution : []} onPick={pick} />
      </div>
    </li>
  );
}

interface InstitutionsProps {
  group: CauseGroup;
  chosen: string[];
  onPick: (institution: string[]) => void;
}

/** The largest few, and the chosen one wherever it stands. */
function Institutions({ group, chosen, onPick }: InstitutionsProps) {
  const shown = group.institutions.filter(
    ({ name }, position) => position < shownInstitutions || chosen.includes(name),
  );
  const rest = group.institutions.length - shown.length;
  return (
    <ul className="flex flex-wrap gap-1 pt-1 pb-0.5">
      {shown.map(({ name, accountCount }) => (
        <li key={name} className="max-w-full">
          <ToggleChip
            isOn={chosen.includes(name)}
            count={accountCount}
            onChange={(isOn) => onPick(isOn ? [name] : [])}
          >
            {institutionText(name)}
          </ToggleChip>
        </li>
      ))}
      {rest > 0 ? <li className="self-center text-xs text-faint">and {rest} more</li> : null}
    </ul>
  );
}

const isOnly = (list: string[], value: string) => list.length === 1 && list[0] === value;
