// A row of the table: a fault, how it is done, and what must hold.
import type { Random } from '@/scripts/chaos/random';
import type { World, WorldOrder } from '@/scripts/chaos/stand/world';

export interface Outcome {
  runs: number;
  /** In Stripe's ledger, not in our database. */
  lost: number;
  /** More than one effect for one intent. */
  duplicated: number;
  /** The worst figure, in words. */
  worst: string;
  /** Whether the target beside loss and doubling is met. */
  isMet: boolean;
}

export interface Context {
  world: World;
  random: Random;
  say(sentence: string): void;
  /** J01 with real times. */
  isReal: boolean;
}

export interface Row {
  id: string;
  /** In the words of the table. */
  fault: string;
  target: string;
  /** The world that it needs; rows of the same one share it. */
  world: WorldOrder;
  run(context: Context): Promise<Outcome>;
}

export interface Result extends Outcome {
  id: string;
  fault: string;
  target: string;
  seconds: number;
  load: number;
  isMet: boolean;
}
