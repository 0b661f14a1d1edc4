// One filter: a chip that opens its values with their counts; when set it says what is chosen and can be removed.
'use client';
import { ChevronDown, X } from 'lucide-react';
import type { FacetValue } from '@/domain/page';
import { classNames } from '../ui/class-names';
import { Menu, MenuCheckboxItem, MenuGroup } from '../ui/menu';
import { Spinner } from '../ui/spinner';

export interface FilterValue {
  value: string;
  label: string;
  /** How many match when it is chosen; undefined while unknown. */
  count?: number;
  /** Counting stopped at `count`. */
  isMore?: boolean;
  /** Values of one group stand under its heading. */
  group?: string;
  /** Stands above such values too; unlike a group it is no part of their name. */
  heading?: string;
}

interface FilterChipProps {
  label: string;
  values: FilterValue[];
  selected: readonly string[];
  onChange: (selected: string[]) => void;
  /** From `useCounts`. */
  counting?: {
    /** The menu may be about to open. */
    onNear: () => void;
    onOpenChange: (isOpen: boolean) => void;
    isCounting: boolean;
    /** The counts are those under other filters: not shown. */
    isOld: boolean;
    /** Why there are no counts. */
    problem: string | null;
  };
}

/** Values that stand in their menu before they are counted. */
export function withCounts(values: FilterValue[], counted: FacetValue[] | undefined): FilterValue[] {
  return values.map((each) => ({ ...each, ...counted?.find(({ value }) => value === each.value) }));
}

export function FilterChip(props: FilterChipProps) {
  const { label, values, selected, onChange, counting } = props;
  const isSet = selected.length > 0;
  const words = selected.map((value) => chosenWord(values, value));
  return (
    <span
      className={classNames(
        'inline-flex h-7 max-w-full shrink-0 items-stretch rounded-md border text-sm',
        isSet
          ? 'border-accent bg-selected max-sm:order-first'
          : 'border-border text-quiet hover:border-edge hover:text-text',
      )}
    >
      <Menu
        className="max-w-[min(22rem,calc(100vw-24px))]"
        onOpenChange={counting?.onOpenChange}
        trigger={
          <button
            type="button"
            onPointerEnter={counting?.onNear}
            onFocus={counting?.onNear}
            className={classNames(
              'flex min-w-0 items-center gap-1 pl-2',
              isSet ? 'rounded-l-md pr-1' : 'rounded-md pr-1.5 hover:bg-hover',
            )}
          >
            {isSet ? (
              <>
                <span className="text-quiet">{label}</span>
                <span className="max-w-56 truncate font-medium">{words.join(', ')}</span>
              </>
            ) : (
              label
            )}
            <ChevronDown aria-hidden className="size-3.5 shrink-0 opacity-70" />
          </button>
        }
      >
        <FilterChoices {...props} />
      </Menu>
      {isSet ? (
        <button
          type="button"
          aria-label={`Remove the filter ${label}`}
          onClick={() => onChange([])}
          className="flex w-6 items-center justify-center rounded-r-md text-quiet hover:bg-hover hover:text-text"
        >
          <X aria-hidden className="size-3.5" />
        </button>
      ) : null}
    </span>
  );
}

/** A value of a group is named with it: "Balance: failed". */
function chosenWord(values: FilterValue[], value: string): string {
  const found = values.find((each) => each.value === value);
  if (!found) return value;
  return found.group ? `${found.group}: ${found.label.toLowerCase()}` : found.label;
}

function FilterChoices({ values, selected, onChange, counting }: FilterChipProps) {
  const problem = counting?.problem ? (
    <p className="px-2 py-1.5 text-sm text-bad">No counts: {counting.problem}</p>
  ) : null;
  if (values.length === 0) {
    return (
      problem ?? (
        <p className="flex items-center gap-2 px-2 py-1.5 text-sm text-quiet">
          {counting?.isCounting ? <Spinner /> : null}
          {counting?.isCounting ? 'Counting…' : 'Nothing here has a value for this.'}
        </p>
      )
    );
  }
  const headingOf = ({ group, heading }: FilterValue) => group ?? heading;
  const headings = [...new Set(values.map(headingOf))];
  const choices = headings.map((heading) => {
    const items = values
      .filter((each) => headingOf(each) === heading)
      .map(({ value, label, count, isMore }) => (
        <MenuCheckboxItem
          key={value}
          checked={selected.includes(value)}
          onChange={(isOn) =>
            onChange(isOn ? [...selected, value] : selected.filter((each) => each !== value))
          }
          count={
            count === undefined || counting?.isOld
              ? undefined
              : `${count.toLocaleString('en-US')}${isMore ? '+' : ''}`
          }
        >
          {label}
        </MenuCheckboxItem>
      ));
    if (!heading) return items;
    return (
      <MenuGroup key={heading} label={heading}>
        {items}
      </MenuGroup>
    );
  });
  return (
    <>
      {problem}
      {choices}
    </>
  );
}
