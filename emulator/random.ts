// Chance that can be repeated: a small generator, and Stripe-like ids that sort by time.
import { createHash, randomBytes } from 'node:crypto';

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** A stream of numbers that is the same for the same seed. */
export interface Random {
  /** A fraction from 0 up to, not including, 1. */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  int(low: number, high: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** One of the items, all equally likely. */
  pick<T extends readonly [unknown, ...unknown[]]>(items: T): T[number];
  /** One of the values, by weight. */
  weighted<T>(entries: readonly (readonly [T, number])[], fallback: T): T;
  /** `length` characters of base 62. */
  letters(length: number): string;
}

/** The generator sfc32, started from any text. */
export function randomFrom(seed: string): Random {
  const start = createHash('sha256').update(seed).digest();
  let a = start.readInt32LE(0);
  let b = start.readInt32LE(4);
  let c = start.readInt32LE(8);
  let d = start.readInt32LE(12);
  const next = (): number => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + t;
    c |= 0;
    return (t >>> 0) / 4294967296;
  };
  const int = (low: number, high: number): number => low + Math.floor(next() * (high - low + 1));
  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (items) => items[int(0, items.length - 1)] ?? items[0],
    weighted: (entries, fallback) => {
      let left = next() * entries.reduce((sum, [, weight]) => sum + weight, 0);
      for (const [value, weight] of entries) {
        left -= weight;
        if (left < 0) return value;
      }
      return fallback;
    },
    letters: (length) => {
      let text = '';
      for (let left = length; left > 0; left -= 1) text += digits.charAt(Math.floor(next() * 62));
      return text;
    },
  };
}

/** Base 62 of a whole number, padded to a width, so that text order is number order. */
function base62(value: number, width: number): string {
  let rest = Math.max(0, Math.floor(value));
  let text = '';
  while (text.length < width) {
    text = digits[rest % 62] + text;
    rest = Math.floor(rest / 62);
  }
  return text;
}

/** `length` unpredictable characters of base 62. */
export function secretLetters(length: number): string {
  return Array.from(randomBytes(length), (byte) => digits[byte % 62]).join('');
}

let made = 0;

// What is made within one millisecond sorts in the order of making.
function nextLetters(length: number): string {
  made = (made + 1) % (62 * 62);
  return base62(made, 2) + secretLetters(length - 2);
}

/** An id as Stripe writes them: prefix, then 24 characters that begin with the moment. */
export function idAt(prefix: string, ms: number, letters: (length: number) => string = nextLetters): string {
  const seconds = Math.floor(ms / 1000);
  return `${prefix}_1${base62(seconds, 6)}${base62(ms - seconds * 1000, 2)}${letters(15)}`;
}
