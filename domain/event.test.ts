// Events speak in words; a type that we do not follow is Stripe's own word.
import { expect, test } from 'vitest';
import { eventTypes, eventWords } from './event';

test('every type that is asked for has words, another stands in quotes', () => {
  for (const type of eventTypes(true)) expect(eventWords(type)).not.toContain('“');
  expect(eventWords('financial_connections.account.odd')).toBe('“financial_connections.account.odd”');
});
