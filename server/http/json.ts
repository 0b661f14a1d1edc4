// JSON from outside, read strictly: nothing in it may mean two things or reach a prototype.
import 'server-only';
import { AppError } from '@/server/errors';

const maxDepth = 20;
const forbiddenKeys = new Set(['__proto__', 'constructor', 'prototype']);

/** The value of a JSON text. Refuses a key given twice, keys that name prototypes, NUL, broken Unicode and deep nesting. */
export function parseJson(text: string): unknown {
  const value = parse(text);
  const openKeys: (Set<string> | null)[] = [];
  // The text is known to be JSON here, so strings and brackets are all that has to be told apart.
  for (const [token, string, colon] of text.matchAll(/("[^"\\]*(?:\\.[^"\\]*)*")(\s*:)?|[{}[\]]/g)) {
    if (token === '{' || token === '[') openKeys.push(token === '{' ? new Set() : null);
    else if (token === '}' || token === ']') openKeys.pop();
    if (openKeys.length > maxDepth) throw refusal('it is nested too deeply');
    if (string === undefined) continue;
    const content = String(JSON.parse(string));
    if (hasBadText(content)) throw refusal('it holds a character that no text has');
    const keys = openKeys.at(-1);
    if (colon === undefined || !keys) continue;
    if (forbiddenKeys.has(content)) throw refusal(`it holds the key "${content}"`);
    if (keys.has(content)) throw refusal('it gives one key twice');
    keys.add(content);
  }
  return value;
}

/** NUL, which Postgres cannot store, and half of a surrogate pair, which UTF-8 cannot write. */
export function hasBadText(text: string): boolean {
  return text.includes('\0') || !text.isWellFormed();
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw refusal('it is not JSON', error);
  }
}

function refusal(why: string, cause?: unknown): AppError {
  return new AppError('invalid_request', `The body cannot be read: ${why}.`, {}, { cause });
}
