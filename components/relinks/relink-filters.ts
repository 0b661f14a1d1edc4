// Which group of broken links is looked at, as it stands in the URL; read by the page on the server and by the list.
import { parseAsNativeArrayOf, parseAsString } from 'nuqs/server';

export const relinkFiltersInUrl = {
  cause: parseAsNativeArrayOf(parseAsString).withDefault([]),
  action: parseAsNativeArrayOf(parseAsString).withDefault([]),
  institution: parseAsNativeArrayOf(parseAsString).withDefault([]),
};

/** The API's word for "Stripe gave none". */
export const notGiven = 'not_given';
