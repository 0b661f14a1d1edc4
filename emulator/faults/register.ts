// The faults that are set, which call each of them strikes, and the answers that wait for a release.
import { z } from 'zod';
import { type Fault, FaultSchema } from '@/emulator/faults/fault';
import { noSuch } from '@/emulator/protocol/failure';
import { randomFrom } from '@/emulator/random';

const pattern = z.string().min(1).max(300);

/** A fault with the calls that it strikes, as it is sent. */
export const RuleSchema = z.strictObject({
  match: z
    .strictObject({
      operation: pattern.optional(),
      method: z.string().max(10).optional(),
      path: pattern.optional(),
      key: z.string().max(300).optional(),
    })
    .default({}),
  /** At most so often; then it strikes no more. */
  times: z.number().int().min(1).optional(),
  /** The share of matching calls that it strikes. */
  share: z.number().min(0).max(1).default(1),
  seed: z.number().int().min(0).max(2_147_483_647).default(1),
  fault: FaultSchema,
});

type RuleAsked = z.infer<typeof RuleSchema>;

interface Rule {
  id: string;
  asked: RuleAsked;
  matched: number;
  struck: number;
  waiting: Set<() => void>;
}

/** A call as rules see it. */
export interface Struck {
  operation: string | null;
  method: string;
  path: string;
  key: string | null;
}

/** A fault that strikes a call. */
export interface Strike {
  fault: Fault;
  /** Ends when the rule is released or taken away; the answer is to be called when the caller is gone. */
  wait: () => { released: Promise<void>; leave: () => void };
}

export interface Faults {
  add: (asked: RuleAsked) => unknown;
  list: () => unknown[];
  get: (id: string) => unknown;
  /** Lets waiting answers go: so many, or all. */
  release: (id: string, most: number) => number;
  remove: (id: string) => void;
  clear: () => void;
  /** The fault that strikes this call, or null. */
  strike: (call: Struck) => Strike | null;
}

/** A register without faults. They last as long as the process. */
export function createFaults(): Faults {
  let rules: Rule[] = [];
  let made = 0;
  const require = (id: string): Rule => {
    const rule = rules.find((each) => each.id === id);
    if (rule === undefined) throw noSuch('fault', id, 'id', 404);
    return rule;
  };
  return {
    add: (asked) => {
      made += 1;
      const rule: Rule = { id: `fault_${made}`, asked, matched: 0, struck: 0, waiting: new Set() };
      rules.push(rule);
      return shown(rule);
    },
    list: () => rules.map(shown),
    get: (id) => shown(require(id)),
    release: (id, most) => letGo(require(id), most),
    remove: (id) => {
      const rule = require(id);
      rules = rules.filter((each) => each !== rule);
      letGo(rule);
    },
    clear: () => {
      const all = rules;
      rules = [];
      for (const rule of all) letGo(rule);
    },
    strike: (call) => {
      if (rules.length === 0) return null;
      const rule = rules.find((each) => fits(each, call) && fires(each));
      if (rule === undefined) return null;
      rule.struck += 1;
      return { fault: rule.asked.fault, wait: () => waitFor(rule) };
    },
  };
}

function shown({ id, asked, matched, struck, waiting }: Rule) {
  return { id, ...asked, matched, struck, waiting: waiting.size };
}

function letGo(rule: Rule, most = Number.POSITIVE_INFINITY): number {
  const going = [...rule.waiting].slice(0, most);
  for (const go of going) go();
  return going.length;
}

function waitFor(rule: Rule) {
  const { promise, resolve } = Promise.withResolvers<void>();
  const leave = () => {
    rule.waiting.delete(leave);
    resolve();
  };
  rule.waiting.add(leave);
  return { released: promise, leave };
}

function fits({ asked: { match } }: Rule, call: Struck): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== call.method) return false;
  if (match.key !== undefined && match.key !== call.key) return false;
  if (match.path !== undefined && !glob(match.path, call.path)) return false;
  return match.operation === undefined || (call.operation !== null && glob(match.operation, call.operation));
}

/** Counts a match; true when it is struck, which for the same seed are the same ones. */
function fires(rule: Rule): boolean {
  const { times, share, seed } = rule.asked;
  if (times !== undefined && rule.struck >= times) return false;
  rule.matched += 1;
  return share === 1 || randomFrom(`fault ${seed} ${rule.matched}`).chance(share);
}

/** `*` stands for anything. */
function glob(wanted: string, text: string): boolean {
  const parts = wanted.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}
