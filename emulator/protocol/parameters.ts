// Reading form bodies and query strings: bracket nesting, strict shapes, Stripe's refusals.
import { Failure, refused } from '@/emulator/protocol/failure';

/** A parameter as it was sent: text, or names (or numbers, for arrays) with what is under them. */
export type Tree = string | Map<string, Tree>;

const longest = 5_000;
const mostParameters = 1_000;
const deepest = 8;

/** Reads `a=1&b[c]=2&d[]=3&e[0]=4` into a tree. */
export function parseForm(text: string): Map<string, Tree> {
  const root = new Map<string, Tree>();
  const pairs = text.split('&').filter((pair) => pair !== '');
  if (pairs.length > mostParameters) throw new Failure('The request has too many parameters.');
  for (const pair of pairs) {
    const cut = pair.indexOf('=');
    const name = decode(cut < 0 ? pair : pair.slice(0, cut));
    place(root, steps(name), name, decode(cut < 0 ? '' : pair.slice(cut + 1)));
  }
  return root;
}

function decode(text: string): string {
  let plain: string;
  try {
    plain = decodeURIComponent(text.replaceAll('+', ' '));
  } catch (error) {
    if (error instanceof URIError) throw new Failure('The request contains a malformed percent-encoding.');
    throw error;
  }
  // Postgres cannot keep this character, and no value of Stripe's holds it.
  if (plain.includes('\u0000')) throw new Failure('The request contains a null byte.');
  return plain;
}

function steps(name: string): string[] {
  if (!/^[^[\]]+(\[[^[\]]*\])*$/.test(name)) throw new Failure(`Invalid parameter name: ${shown(name)}`);
  const [head = '', ...rest] = name.split('[');
  const all = [head, ...rest.map((step) => step.slice(0, -1))];
  if (all.length > deepest) throw new Failure(`Parameter nested too deeply: ${shown(name)}`);
  return all;
}

function place(root: Map<string, Tree>, path: string[], name: string, value: string): void {
  let node = root;
  path.forEach((step, index) => {
    const key = step === '' ? String(node.size) : step;
    if (index === path.length - 1) {
      if (node.get(key) instanceof Map)
        throw refused(name, `Invalid parameter: ${shown(name)} is both a value and a hash`);
      node.set(key, value);
      return;
    }
    const next = node.get(key) ?? new Map<string, Tree>();
    if (typeof next === 'string')
      throw refused(name, `Invalid parameter: ${shown(name)} is both a value and a hash`);
    node.set(key, next);
    node = next;
  });
}

function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 20)}...${text.slice(-10)}` : text;
}

/** How one parameter is read. */
interface Reader<T> {
  read: (tree: Tree, path: string) => T;
  required?: true;
}

/** A reader whose parameter must be sent. */
type Needed<T> = Reader<T> & { required: true };

/** The parameters of a call, or of a hash in it. */
export type Shape = Record<string, Reader<unknown>>;

/** What a shape reads into; a parameter that only some versions know may be missing. */
export type Values<S extends Shape> = {
  [K in keyof S]: Exclude<S[K], undefined> extends Needed<infer T>
    ? undefined extends S[K]
      ? T | undefined
      : T
    : Exclude<S[K], undefined> extends Reader<infer T>
      ? T | undefined
      : never;
};

/** Reads a tree by its shape; refuses what is unknown, missing or malformed. */
export function readShape<S extends Shape>(tree: Map<string, Tree>, shape: S, under = ''): Values<S> {
  const pathOf = (name: string) => (under === '' ? name : `${under}[${name}]`);
  const unknown = [...tree.keys()].filter((name) => !Object.hasOwn(shape, name));
  const first = unknown[0];
  if (first !== undefined) {
    const names = unknown.slice(0, 10).map((name) => shown(pathOf(name)));
    const plural = names.length > 1 ? 's' : '';
    throw refused(
      shown(pathOf(first)),
      `Received unknown parameter${plural}: ${names.join(', ')}`,
      'parameter_unknown',
    );
  }
  const values: Record<string, unknown> = {};
  for (const [name, reader] of Object.entries(shape)) {
    const value = tree.get(name);
    if (value !== undefined) values[name] = reader.read(value, pathOf(name));
    else if (reader.required) {
      throw refused(pathOf(name), `Missing required param: ${pathOf(name)}.`, 'parameter_missing');
    }
  }
  // Every name was read by the reader that its type comes from.
  return values as Values<S>;
}

/** The same reader for a parameter that must be sent. */
export function needed<T>(reader: Reader<T>): Needed<T> {
  return { ...reader, required: true };
}

function text(tree: Tree, path: string): string {
  if (typeof tree !== 'string')
    throw refused(path, 'Invalid string: must be a string, not a hash or an array');
  if (tree === '') {
    throw refused(
      path,
      `You passed an empty string for '${path}'. We assume empty values are an attempt to unset a parameter; however '${path}' cannot be unset. You should remove '${path}' from your request or supply a non-empty value.`,
      'parameter_invalid_empty',
    );
  }
  if (tree.length > longest) {
    throw refused(path, `Invalid string: ${shown(tree)}; must be at most ${longest} characters`);
  }
  return tree;
}

/** Text. */
export function aString(): Reader<string> {
  return { read: text };
}

/** Text that may be empty, which clears the value. */
export function aClearableString(): Reader<string | null> {
  return { read: (tree, path) => (tree === '' ? null : text(tree, path)) };
}

/** One of a closed set of words. */
export function oneOf<const T extends string>(words: readonly T[]): Reader<T> {
  return {
    read: (tree, path) => {
      const value = text(tree, path);
      const found = words.find((word) => word === value);
      if (found === undefined) {
        throw refused(path, `Invalid ${path}: must be one of ${listed(words)}`);
      }
      return found;
    },
  };
}

function listed(words: readonly string[]): string {
  if (words.length < 3) return words.join(' or ');
  return `${words.slice(0, -1).join(', ')}, or ${words.at(-1)}`;
}

/** A whole number in bounds. */
export function anInteger(bounds: { least?: number; most?: number } = {}): Reader<number> {
  return {
    read: (tree, path) => {
      const value = text(tree, path);
      const number = Number(value);
      if (!/^-?\d{1,16}$/.test(value) || !Number.isSafeInteger(number)) {
        throw refused(path, `Invalid integer: ${shown(value)}`, 'parameter_invalid_integer');
      }
      if (bounds.least !== undefined && number < bounds.least) {
        const message = `This value must be greater than or equal to ${bounds.least}.`;
        throw refused(path, message, 'parameter_invalid_integer');
      }
      if (bounds.most !== undefined && number > bounds.most) {
        const message = `This value must be less than or equal to ${bounds.most}.`;
        throw refused(path, message, 'parameter_invalid_integer');
      }
      return number;
    },
  };
}

/** A whole number, or empty for none. */
export function anIntegerOrEmpty(bounds: { least?: number; most?: number }): Reader<number | null> {
  const inner = anInteger(bounds);
  return { read: (tree, path) => (tree === '' ? null : inner.read(tree, path)) };
}

/** `true` or `false`. */
export function aBoolean(): Reader<boolean> {
  return {
    read: (tree, path) => {
      const value = text(tree, path);
      if (value !== 'true' && value !== 'false') throw refused(path, `Invalid boolean: ${shown(value)}`);
      return value === 'true';
    },
  };
}

/** An http or https address. */
export function aUrl(): Reader<string> {
  return {
    read: (tree, path) => {
      const value = text(tree, path);
      const url = URL.canParse(value) ? new URL(value) : null;
      if (url === null || !['http:', 'https:'].includes(url.protocol))
        throw refused(path, 'Not a valid URL', 'url_invalid');
      return value;
    },
  };
}

/** An array, sent as `a[]=x` or `a[0]=x`. */
export function anArray<T>(item: Reader<T>, bounds: { least?: number; most?: number } = {}): Reader<T[]> {
  return {
    read: (tree, path) => {
      if (tree === '') {
        if (bounds.least === undefined) return [];
        throw refused(path, `Invalid array: ${path} may not be empty`, 'parameter_invalid_empty');
      }
      if (typeof tree === 'string' || [...tree.keys()].some((key) => !/^\d{1,4}$/.test(key))) {
        throw refused(path, 'Invalid array');
      }
      if (bounds.most !== undefined && tree.size > bounds.most) {
        throw refused(path, `Array ${path} exceeded maximum ${bounds.most} allowed elements.`);
      }
      return [...tree.entries()]
        .sort(([left], [right]) => Number(left) - Number(right))
        .map(([key, value]) => item.read(value, `${path}[${key}]`));
    },
  };
}

/** A hash with a shape of its own. */
export function aHash<S extends Shape>(shape: S): Reader<Values<S>> {
  return {
    read: (tree, path) => {
      if (typeof tree === 'string') throw refused(path, 'Invalid hash');
      return readShape(tree, shape, path);
    },
  };
}

/** A hash of free names and short texts. */
export function aMetadata(): Reader<Record<string, string>> {
  return {
    read: (tree, path) => {
      if (tree === '') return {};
      if (typeof tree === 'string' || tree.size > 50) throw refused(path, 'Invalid metadata');
      return Object.fromEntries(
        [...tree.entries()].map(([key, value]) => [key, value === '' ? '' : text(value, path)]),
      );
    },
  };
}

/** Bounds on a time. */
export interface Range {
  gt?: number | undefined;
  gte?: number | undefined;
  lt?: number | undefined;
  lte?: number | undefined;
  equal?: number;
}

/** A time, or bounds on it. */
export function aRange(): Reader<Range> {
  const bounds = aHash({ gt: anInteger(), gte: anInteger(), lt: anInteger(), lte: anInteger() });
  const exact = anInteger();
  return {
    read: (tree, path) =>
      typeof tree === 'string' ? { equal: exact.read(tree, path) } : bounds.read(tree, path),
  };
}

/** The tree in a form that is equal for equal requests. */
export function canonical(tree: Tree): unknown {
  if (typeof tree === 'string') return tree;
  return [...tree.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, value]) => [key, canonical(value)]);
}
