// The filters of the audit trail as they stand in the address; read by the page on the server and by the list.
import { type inferParserType, parseAsNativeArrayOf, parseAsString } from 'nuqs/server';

export const auditInUrl = {
  verb: parseAsNativeArrayOf(parseAsString).withDefault([]),
  actor: parseAsNativeArrayOf(parseAsString).withDefault([]),
  outcome: parseAsNativeArrayOf(parseAsString).withDefault([]),
  target: parseAsString.withDefault(''),
};
export type AuditFilters = inferParserType<typeof auditInUrl>;
