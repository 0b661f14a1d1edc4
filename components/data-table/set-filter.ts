// The filters of a list that are set, named as people read them.

export interface SetFilter {
  /** As its chip is called: "Result". */
  label: string;
  /** What is chosen: "Applied or Given up". */
  words: string;
  drop: () => void;
}

/** One filter, or none where nothing is chosen; values of one filter are alternatives. */
export function setFilter(label: string, chosen: string | readonly string[], drop: () => void): SetFilter[] {
  const words = typeof chosen === 'string' ? chosen : chosen.join(' or ');
  return words ? [{ label, words, drop }] : [];
}

/** Which filters empty a list, with what is chosen in each. */
export function whyEmpty(filters: readonly Pick<SetFilter, 'label' | 'words'>[]): string {
  const named = filters.map(({ label, words }) => `${label} (${words})`);
  if (named.length === 1) return `The filter ${named[0]} leaves nothing.`;
  return `Together the filters leave nothing: ${named.join(', ')}.`;
}
