// Comparing an answer with an example of Stripe's: the same keys, the same JSON types or null.

type Kind = 'null' | 'array' | 'object' | 'string' | 'number' | 'boolean' | 'undefined';

function kindOf(value: unknown): Kind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as Kind;
}

/** What in `actual` differs from `example`; paths that are artefacts of the example are left out. */
export function differences(
  actual: unknown,
  example: unknown,
  artefacts: Record<string, string>,
  path = '',
): string[] {
  if (path in artefacts) return [];
  const [mine, theirs] = [kindOf(actual), kindOf(example)];
  if (mine === 'undefined') return [`${path} is missing`];
  if (mine === 'null' || theirs === 'null') return [];
  if (mine !== theirs) return [`${path} is ${mine}, not ${theirs}`];
  if (Array.isArray(actual) && Array.isArray(example)) {
    return actual.length === 0 || example.length === 0
      ? []
      : differences(actual[0], example[0], artefacts, `${path}[]`);
  }
  if (mine !== 'object') return [];
  const own = actual as Record<string, unknown>;
  return Object.entries(example as Record<string, unknown>).flatMap(([key, value]) =>
    differences(own[key], value, artefacts, path === '' ? key : `${path}.${key}`),
  );
}

/** The keys of `actual` that `example` does not have. */
export function extraKeys(actual: object, example: object): string[] {
  return Object.keys(actual)
    .filter((key) => !(key in example))
    .sort();
}
