// The filters and the order of the sessions list as they stand in the URL; read by the page on the server and by the list.
import { parseAsNativeArrayOf, parseAsString, parseAsStringLiteral } from 'nuqs/server';

export const sessionFiltersInUrl = {
  outcome: parseAsNativeArrayOf(parseAsString).withDefault([]),
  origin: parseAsNativeArrayOf(parseAsString).withDefault([]),
  q: parseAsString.withDefault(''),
  sort: parseAsStringLiteral(['-firstSeenAt', 'firstSeenAt'] as const).withDefault('-firstSeenAt'),
};
