// What the control calls do to one account and its login.
import { z } from 'zod';
import { deactivate, disconnect, expireLogin, forecast, reactivate } from '@/emulator/bank/life';
import type { Login } from '@/emulator/bank/login';
import { lockLogin } from '@/emulator/bank/login';
import { saveAccount } from '@/emulator/bank/records';
import { parse } from '@/emulator/control/sent';
import type { Balance, View } from '@/emulator/objects';
import { Failure, noSuch } from '@/emulator/protocol/failure';
import { note, seconds, type Tx } from '@/emulator/store';
import { renderAccount } from '@/emulator/wire';

interface AccountAction {
  path: string;
  run: (tx: Tx, id: string, sent: unknown, view: View) => Promise<unknown>;
}

const Deactivation = z.strictObject({
  cause: z.string().min(1).max(200).default('unspecified'),
  action: z.enum(['none', 'relink_required']).default('relink_required'),
});
const Nothing = z.strictObject({});
const NextRefresh = z.strictObject({
  feature: z.enum(['balance', 'ownership', 'transactions']),
  breakLink: z.boolean().optional(),
  stall: z.boolean().optional(),
});
const Amounts = z.record(z.string().regex(/^[a-z]{3}$/), z.number().int());
const NewBalance = z.strictObject({
  current: Amounts.nullable(),
  available: Amounts.nullable().optional(),
  asOf: z.number().int().min(0).optional(),
});
const Forecast = z.strictObject({
  expectedDeactivationAt: z
    .union([z.number().int().min(0).max(100_000_000_000), z.iso.datetime()])
    .nullable(),
  cause: z.enum(['access_expired', 'institution_requirement', 'unspecified']).default('access_expired'),
});
const Patch = z.strictObject({ set: z.record(z.string().max(200), z.json()).nullable() });

/** An action that reads its body by a schema and answers with the account as it then is. */
function action<T>(
  path: string,
  schema: z.ZodType<T>,
  run: (tx: Tx, login: Login, sent: T) => Promise<void>,
): AccountAction {
  return {
    path,
    run: async (tx, id, sent, view) => {
      const asked = parse(schema, sent);
      const login = await lockLogin(tx, id);
      if (login === null) throw noSuch('financial connections account', id, 'account', 404);
      await run(tx, login, asked);
      return renderAccount(login.account, view);
    },
  };
}

function requireStatus(login: Login, status: 'active' | 'inactive'): void {
  const { body } = login.account;
  if (body.status !== status) throw new Failure(`The account ${body.id} is ${body.status}, not ${status}.`);
}

/** The control calls on accounts. */
export const accountActions: AccountAction[] = [
  action('/accounts/:id/deactivate', Deactivation, async (tx, login, breakage) => {
    requireStatus(login, 'active');
    await deactivate(tx, login, breakage);
  }),
  action('/accounts/:id/close', Nothing, async (tx, login) => {
    requireStatus(login, 'active');
    await deactivate(tx, login, { cause: 'account_closed', action: 'none' });
  }),
  action('/accounts/:id/expire-login', Nothing, async (tx, login) => {
    requireStatus(login, 'active');
    await expireLogin(tx, login);
  }),
  action('/accounts/:id/reactivate', Nothing, async (tx, login) => {
    requireStatus(login, 'inactive');
    await reactivate(tx, login);
  }),
  action('/accounts/:id/disconnect', Nothing, async (tx, login) => disconnect(tx, login, false)),
  action('/accounts/:id/fail-next-refresh', NextRefresh, async (tx, login, { feature, breakLink, stall }) => {
    const fate = breakLink === true ? 'break_link' : stall === true ? 'stall' : 'fail';
    login.account.inside.fate = { ...login.account.inside.fate, [feature]: fate };
    await saveAccount(tx, login.account);
  }),
  action('/accounts/:id/set-balance', NewBalance, async (tx, login, sent) => {
    note(tx, 'set-balance', login.account.body.id, login.account.body.id);
    login.account.body.balance = balanceOf(login, sent, seconds(tx));
    await saveAccount(tx, login.account);
  }),
  action('/accounts/:id/forecast', Forecast, async (tx, login, { expectedDeactivationAt: at, cause }) => {
    requireStatus(login, 'active');
    await forecast(tx, login, at === null ? null : secondsOf(at), cause);
  }),
  action('/patch/accounts/:id', Patch, async (tx, login, { set }) => {
    login.account.patch = set;
    await saveAccount(tx, login.account);
  }),
];

function secondsOf(at: number | string): number {
  return typeof at === 'number' ? at : Math.floor(Date.parse(at) / 1000);
}

function balanceOf(login: Login, sent: z.infer<typeof NewBalance>, now: number): Balance | null {
  if (sent.current === null) return null;
  const as_of = sent.asOf ?? now;
  if (login.account.body.category === 'credit') {
    return { as_of, type: 'credit', current: sent.current, credit: { used: sent.available ?? sent.current } };
  }
  return { as_of, type: 'cash', current: sent.current, cash: { available: sent.available ?? null } };
}
