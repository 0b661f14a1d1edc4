// What the palette asks the server, and what of an answer still holds for a longer text.
import { queryOptions } from '@tanstack/react-query';
import type { SearchAnswer } from '@/domain/search';
import { getJson } from '../api';

/** The few accounts, holders and sessions that the text may mean; given up when another text is asked for. */
export function searchQuery(q: string) {
  return queryOptions({
    queryKey: ['search', q] as const,
    queryFn: ({ signal }) => getJson<SearchAnswer>('/api/search', { q }, signal),
    gcTime: 60_000,
    // Who types waits for a word: the next key asks again anyway.
    retry: false,
  });
}

export const noHits: SearchAnswer = { accounts: [], hasMoreAccounts: false, holders: [], sessions: [] };

/** Of the hits of a text before those that this one names too: what is on screen always fits what is typed. */
export function stillFound({ accounts, holders, sessions }: SearchAnswer, q: string): SearchAnswer {
  const part = q.toLowerCase();
  const holds = (...texts: (string | null)[]) => texts.some((text) => text?.toLowerCase().includes(part));
  return {
    accounts: accounts.filter(({ id, displayName, institutionName, last4, holder }) =>
      holds(id, displayName, institutionName, last4, holder.id, holder.name, holder.email),
    ),
    hasMoreAccounts: false,
    holders: holders.filter(({ id, name, email }) => holds(id, name, email)),
    sessions: sessions.filter(({ id }) => id.startsWith(q)),
  };
}
