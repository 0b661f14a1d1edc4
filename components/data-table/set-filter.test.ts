// Filters are named with what is chosen in them.
import { expect, test } from 'vitest';
import { setFilter, whyEmpty } from './set-filter';

const drop = () => undefined;

test('a filter without a choice is not set', () => {
  expect([...setFilter('Type', [], drop), ...setFilter('Search', '', drop)]).toEqual([]);
  expect(setFilter('Type', ['One', 'Two'], drop)).toEqual([{ label: 'Type', words: 'One or Two', drop }]);
});

test('what empties a list is named, one filter or several', () => {
  const type = setFilter('Type', ['One', 'Two'], drop);
  expect(whyEmpty(type)).toBe('The filter Type (One or Two) leaves nothing.');
  expect(whyEmpty([...type, ...setFilter('Account', 'fca_1', drop)])).toBe(
    'Together the filters leave nothing: Type (One or Two), Account (fca_1).',
  );
});
