// Why a list of accounts is empty, in words.
import { problemOf } from '../api';
import type { FilterName } from './account-search';
import { filterLabels } from './facet-words';

interface Counted {
  /** The filters without which there are accounts, as far as it was counted. */
  helpful: FilterName[];
  isCounting: boolean;
  /** Why some could not be counted. */
  error: unknown;
}

/** `names` are the filters that are set, `q` what is searched for. */
export function emptyReason(q: string, names: FilterName[], { helpful, isCounting, error }: Counted): string {
  const [only, another] = names;
  if (only && !another) {
    return only === 'q'
      ? `Nothing is called, ends in or is “${q}”.`
      : `The filter ${filterLabels[only]} leaves nothing.`;
  }
  if (isCounting) return 'Looking which filter empties the list.';
  const words = helpful.map((name) => filterLabels[name]).join(' or ');
  const found =
    helpful.length > 0 ? `Together the filters leave nothing. Without ${words} there are accounts.` : '';
  if (error) {
    const what = found
      ? `${found} The others`
      : 'Together the filters leave nothing. Which one empties the list';
    return `${what} could not be counted: ${problemOf(error).detail}`;
  }
  return found || 'No single filter empties the list: dropping one alone brings nothing.';
}
