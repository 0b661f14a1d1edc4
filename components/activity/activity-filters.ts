// The question of the activity page as it stands in the address; read by the page on the server and by its lists.
import { type inferParserType, parseAsNativeArrayOf, parseAsString, parseAsStringLiteral } from 'nuqs/server';
import { eventStates } from '@/domain/event';

export const activityViews = ['events', 'dead', 'runs', 'jobs', 'webhooks'] as const;
export type ActivityView = (typeof activityViews)[number];

/** What each part is called, in its tab and in the title of the page. */
export const activityViewWords: Record<ActivityView, string> = {
  events: 'Events',
  dead: 'Dead letters',
  runs: 'Runs',
  jobs: 'Jobs',
  webhooks: 'Webhooks',
};

export const activityInUrl = {
  view: parseAsStringLiteral(activityViews).withDefault('events'),
  state: parseAsNativeArrayOf(parseAsStringLiteral(eventStates)).withDefault([]),
  type: parseAsNativeArrayOf(parseAsString).withDefault([]),
  account: parseAsString.withDefault(''),
};
export type ActivitySearch = inferParserType<typeof activityInUrl>;

/** What the list of events is asked for. */
export interface EventFilters {
  state: ActivitySearch['state'];
  type: string[];
  account: string;
}

/** Dead letters are the events in one state, whatever states are chosen in the list of all. */
export function eventFiltersOf({ view, state, type, account }: ActivitySearch): EventFilters {
  return { state: view === 'dead' ? ['dead'] : state, type, account: account.trim() };
}
