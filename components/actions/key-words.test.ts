// Keys as people read them, on both kinds of keyboard.
import { expect, test } from 'vitest';
import { keyWords } from './key-words';

test.each<[string, string[][], string[][]]>([
  ['mod+k', [['⌘', 'K']], [['Ctrl', 'K']]],
  ['g a', [['G'], ['A']], [['G'], ['A']]],
  ['X', [['⇧', 'X']], [['Shift', 'X']]],
  ['j', [['J']], [['J']]],
  ['/', [['/']], [['/']]],
  ['?', [['?']], [['?']]],
  ['Enter', [['Enter']], [['Enter']]],
  ['Escape', [['Esc']], [['Esc']]],
  [' ', [['Space']], [['Space']]],
])('%j is %j on a Mac and %j elsewhere', (keys, onMac, elsewhere) => {
  expect(keyWords(keys, true)).toEqual(onMac);
  expect(keyWords(keys, false)).toEqual(elsewhere);
});
