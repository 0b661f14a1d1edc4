// Which group of broken links is looked at, as it stands in the URL; read by the page on the server and by the list.
import { parseAsNativeArrayOf, parseAsString } from 'nuqs/server';
import { type SetFilter, setFilter } from '@/components/data-table/set-filter';
import { causeText } from '@/domain/account-state';
import { institutionText } from '@/domain/institution';
import type { RelinkFilters } from './relink-queries';

export const relinkFiltersInUrl = {
  cause: parseAsNativeArrayOf(parseAsString).withDefault([]),
  action: parseAsNativeArrayOf(parseAsString).withDefault([]),
  institution: parseAsNativeArrayOf(parseAsString).withDefault([]),
};

/** The API's word for "Stripe gave none". */
export const notGiven = 'not_given';

const actionWords: Record<string, string> = {
  relink_required: 'A relink',
  none: 'Nothing',
  [notGiven]: 'Not told',
};

/** The chosen cause, what mends it, and the bank, in words. */
export function setRelinkFilters(
  { cause, action, institution }: RelinkFilters,
  drop: (name: keyof RelinkFilters) => void,
): SetFilter[] {
  const causes = cause.map((each) => causeText(each === notGiven ? null : each).label);
  const actions = action.map((each) => actionWords[each] ?? `“${each}”`);
  return [
    ...setFilter('Cause', causes, () => drop('cause')),
    ...setFilter('Mended by', actions, () => drop('action')),
    ...setFilter('Bank', institution.map(institutionText), () => drop('institution')),
  ];
}
