// The address of a request: its query by a strict schema, the id in its path.
import 'server-only';
import { z } from 'zod';
import { AppError } from '@/server/errors';
import { hasBadText } from '@/server/http/json';

/** Longer than any honest question, shorter than what Node takes as headers. */
const maxQueryLength = 16_000;

/** The query as the schema sees it: repeatable names as lists, others as one value; unknown and doubled names refused. */
export function readQuery<Query extends z.ZodObject>(search: string, schema: Query): z.infer<Query> {
  return schema.parse(collect(parseSearch(search), schema.shape));
}

function parseSearch(search: string): URLSearchParams {
  if (search.length > maxQueryLength) throw new AppError('invalid_request', 'The query is too long.');
  try {
    // URLSearchParams repairs what it cannot read; a strict reader must know that it did.
    decodeURIComponent(search);
  } catch (error) {
    throw new AppError(
      'invalid_request',
      'The query is not correctly percent-encoded.',
      {},
      { cause: error },
    );
  }
  return new URLSearchParams(search);
}

function collect(params: URLSearchParams, shape: z.ZodObject['shape']): Record<string, string | string[]> {
  const collected = new Map<string, string | string[]>();
  for (const [name, value] of params) {
    if (hasBadText(name) || hasBadText(value)) throw badQuery(name, 'Holds a character that no text has');
    const type = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (!type) throw badQuery(name, 'Not a known parameter');
    const before = collected.get(name);
    if (isList(type)) collected.set(name, [...(Array.isArray(before) ? before : []), value]);
    else if (before === undefined) collected.set(name, value);
    else throw badQuery(name, 'May be given once only');
  }
  return Object.fromEntries(collected);
}

function isList(type: z.core.$ZodType): boolean {
  if (type instanceof z.ZodDefault || type instanceof z.ZodOptional) return isList(type.unwrap());
  return type instanceof z.ZodArray;
}

function badQuery(name: string, message: string): AppError {
  const path = name.slice(0, 60).toWellFormed().replaceAll('\0', '');
  return new AppError('invalid_request', `${path}: ${message}.`, { errors: [{ path, message }] });
}

/** The id in a path, or "" in a path without one. What cannot be an id names nothing. */
export function readId(params: Record<string, string | string[] | undefined> | undefined): string {
  // Next gives a route without a dynamic part no params at all.
  if (!params) return '';
  for (const value of Object.values(params)) {
    if (typeof value !== 'string' || !/^[A-Za-z0-9_-]{1,255}$/.test(value)) {
      throw new AppError('not_found', 'Nothing is at this address.');
    }
  }
  return typeof params.id === 'string' ? params.id : '';
}
