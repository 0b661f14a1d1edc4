// State that stands in the page's address, by nuqs's parsers. Its own hooks bring a queue and adapters for other routers, five
// times as much script as this.
'use client';
import { useSearchParams } from 'next/navigation';
import type { inferParserType, ParserMap } from 'nuqs/server';
import { useCallback, useMemo, useState } from 'react';

/** `push`: a step that "back" takes back; `replace`: none. */
interface Options {
  history?: 'push' | 'replace';
}

/** Null takes a value out of the address, and null alone all of them. */
type Changes<Values> = { [Name in keyof Values]?: Values[Name] | null };

/** `[values, change]`. Give it parsers that are made once, outside of components. */
export function useQueryStates<Parsers extends ParserMap>(parsers: Parsers, options: Options = {}) {
  type Values = inferParserType<Parsers>;
  const known = useSearchParams().toString();
  const [written, setWritten] = useState({ over: known, text: known });
  // What was just written is shown at once; the router says the same a moment later.
  const text = written.over === known ? written.text : known;
  const values = useMemo(() => readStates(parsers, text), [parsers, text]) as Values;
  const { history = 'replace' } = options;
  const change = useCallback(
    (changes: Changes<Values> | null, only: Options = {}) => {
      const next = writeStates(parsers, window.location.search, changes ?? nothingOf(parsers));
      setWritten({ over: known, text: next });
      const { pathname, hash } = window.location;
      const url = `${pathname}${next ? `?${next}` : ''}${hash}`;
      if ((only.history ?? history) === 'push') window.history.pushState(null, '', url);
      else window.history.replaceState(null, '', url);
    },
    [parsers, known, history],
  );
  return [values, change] as const;
}

const nothingOf = (parsers: ParserMap): Record<string, null> =>
  Object.fromEntries(Object.keys(parsers).map((name) => [name, null]));

/** One value of the address. */
export function useQueryState<Parser extends ParserMap[string]>(
  name: string,
  parser: Parser,
  options: Options = {},
) {
  type Value = inferParserType<{ value: Parser }>['value'];
  const parsers: ParserMap = useMemo(() => ({ [name]: parser }), [name, parser]);
  const [values, change] = useQueryStates(parsers, options);
  const set = useCallback(
    (value: Value | null, only?: Options) => change({ [name]: value }, only),
    [change, name],
  );
  return [values[name] as Value, set] as const;
}

/** What the address says; what cannot be read has its default. */
export function readStates(parsers: ParserMap, search: string): Record<string, unknown> {
  const params = new URLSearchParams(search);
  return Object.fromEntries(
    Object.entries(parsers).map(([name, parser]) => [
      name,
      readState(parser, params, name) ?? parser.defaultValue ?? null,
    ]),
  );
}

function readState(parser: ParserMap[string], params: URLSearchParams, name: string): unknown {
  if (parser.type === 'multi') {
    const texts = params.getAll(name);
    return texts.length > 0 ? parser.parse(texts) : null;
  }
  const text = params.get(name);
  return text === null ? null : parser.parse(text);
}

/** The search of the address with the changes; a value that is the default is left out, what is of others stays. */
export function writeStates(parsers: ParserMap, search: string, changes: Record<string, unknown>): string {
  const params = new URLSearchParams(search);
  for (const [name, value] of Object.entries(changes)) {
    const parser = parsers[name];
    if (!parser || value === undefined) continue;
    params.delete(name);
    if (value === null) continue;
    if (parser.defaultValue !== undefined && parser.eq(value, parser.defaultValue)) continue;
    const texts: unknown = parser.serialize(value);
    for (const text of Array.isArray(texts) ? texts : [texts]) params.append(name, String(text));
  }
  // Legible where it may be: "balance:failed".
  return params.toString().replaceAll('%3A', ':').replaceAll('%2C', ',');
}
