// What may go wrong with a call, as a control call asks for it.
import { z } from 'zod';

const when = z.enum(['before', 'after']).optional();
const after = z.boolean().optional();
const ms = z.number().int().min(0);

/** Every kind; `when: 'after'` and `after: true` say that the call takes effect first. */
const Kinds = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('status'),
    status: z.number().int().min(400).max(599),
    type: z.string().max(100).optional(),
    code: z.string().max(100).optional(),
    message: z.string().max(1_000).optional(),
    /** `Stripe-Rate-Limited-Reason`, for 429. */
    reason: z.string().max(100).optional(),
    headers: z
      .record(z.string().regex(/^[A-Za-z0-9-]{1,100}$/), z.string().regex(/^[\x20-\x7e]{0,500}$/))
      .optional(),
    when,
    after,
  }),
  z.strictObject({ kind: z.literal('stored500'), when, after }),
  z.strictObject({ kind: z.literal('hang'), when, after }),
  z.strictObject({ kind: z.literal('drip'), bytesPerSecond: z.number().min(0.1).max(10_000_000).default(1) }),
  z.strictObject({ kind: z.literal('reset'), when, after }),
  z.strictObject({ kind: z.literal('hold') }),
  z.strictObject({ kind: z.literal('truncate'), bytes: ms.optional(), cut: z.boolean().default(false) }),
  z.strictObject({
    kind: z.literal('foreign'),
    body: z.enum(['html', 'array', 'wrongType', 'gzipBomb', 'huge']).default('html'),
    when,
    after,
  }),
  z.strictObject({
    kind: z.literal('redirect'),
    url: z.url().max(2_000),
    status: z.union([z.literal(301), z.literal(302), z.literal(307), z.literal(308)]).default(302),
  }),
  z.strictObject({
    kind: z.literal('stale'),
    seconds: z.number().min(0).optional(),
    versions: ms.optional(),
  }),
  z.strictObject({ kind: z.literal('unavailable') }),
]);

/** A fault. */
export type Fault = z.infer<typeof Kinds>;

/** The parameter that stands in the place of a kind's value: `{ "reset": "after" }`. `status` is also a parameter of others, so it comes last. */
const main: Record<string, string> = {
  stored500: 'when',
  hang: 'when',
  drip: 'bytesPerSecond',
  reset: 'when',
  hold: '',
  truncate: 'bytes',
  foreign: 'body',
  redirect: 'url',
  stale: 'seconds',
  unavailable: '',
  '429': 'reason',
  html: '',
  array: '',
  wrongType: '',
  gzipBomb: '',
  huge: '',
  status: 'status',
};
const bodies = new Set(['html', 'array', 'wrongType', 'gzipBomb', 'huge']);

/** A fault in any of the ways to write it: `"hang"`, `{ "reset": "after" }`, `{ "drip": { … } }`, `{ "kind": "drip", … }`. */
export const FaultSchema = z.preprocess(normalized, Kinds);

function normalized(sent: unknown): unknown {
  if (typeof sent === 'number') return { kind: 'status', status: sent };
  if (typeof sent === 'string') return named(sent, {});
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return sent;
  const fields: Record<string, unknown> = { ...sent };
  if (typeof fields.kind === 'string') return named(fields.kind, fields);
  const name = Object.keys(main).find((kind) => Object.hasOwn(fields, kind));
  if (name === undefined) return sent;
  const { [name]: value, ...rest } = fields;
  if (value === true) return named(name, rest);
  if (typeof value === 'object' && value !== null) return named(name, { ...rest, ...value });
  return named(name, { ...rest, [main[name] || 'value']: value });
}

function named(name: string, fields: Record<string, unknown>): unknown {
  if (name === '429') return { ...fields, kind: 'status', status: 429 };
  if (bodies.has(name)) return { ...fields, kind: 'foreign', body: name };
  return { ...fields, kind: name };
}

/** True when the call takes effect although it goes wrong. */
export function takesEffect(fault: Fault): boolean {
  switch (fault.kind) {
    case 'drip':
    case 'hold':
    case 'truncate':
    case 'stale':
      return true;
    case 'redirect':
    case 'unavailable':
      return false;
    default:
      return fault.after === true || fault.when === 'after';
  }
}
