// What the person who runs it asked for.
import { parseArgs } from 'node:util';
import { ToldError } from '@/scripts/told-error';

export interface Options {
  /** Ids of rows, or their beginnings ("W", "J0"); empty: all. */
  only: string[];
  seed: number;
  /** J01 with the times of a real installation. */
  real: boolean;
  /** Writes the table into the README. */
  write: boolean;
  /** Keeps the data and the logs of the run. */
  keep: boolean;
}

/** Reads the arguments; throws a sentence about one that it does not know. */
export function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string', default: '' },
      seed: { type: 'string' },
      real: { type: 'boolean', default: false },
      write: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
    },
  });
  const seed = values.seed === undefined ? Date.now() % 1_000_000 : Number(values.seed);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new ToldError('--seed must be a whole number.');
  const only = values.only.split(',').filter((id) => id !== '');
  return { only, seed, real: values.real, write: values.write, keep: values.keep };
}
