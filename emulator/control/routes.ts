// The control calls under /_emulator/: what a bank, a customer or the passing of time would do.
import { type Context, Hono } from 'hono';
import { z } from 'zod';
import { finishFlow } from '@/emulator/bank/flow';
import { lockSession } from '@/emulator/bank/records';
import { change } from '@/emulator/change';
import { moveClock } from '@/emulator/clock';
import { accountActions } from '@/emulator/control/account-actions';
import { faultRoutes } from '@/emulator/control/fault-routes';
import { ledgerRoutes } from '@/emulator/control/ledger-routes';
import type { On } from '@/emulator/control/on';
import { parse } from '@/emulator/control/sent';
import { stormRoutes } from '@/emulator/control/storm-routes';
import { webhookRoutes } from '@/emulator/control/webhook-routes';
import type { Engine } from '@/emulator/handler';
import type { World } from '@/emulator/objects';
import { readBody } from '@/emulator/protocol/body';
import { envelope, Failure, noSuch } from '@/emulator/protocol/failure';
import { findVersion, latestPreview } from '@/emulator/protocol/versions';
import { secretLetters } from '@/emulator/random';
import { flavours, merchantId, resetWorld } from '@/emulator/seed/seed';
import { clockOf, note, readSetting, type Store, type Tx, worldOf, writeSetting } from '@/emulator/store';
import { changedSwitches } from '@/emulator/switches';
import { readWebhooks } from '@/emulator/webhooks/endpoints';
import { renderSession } from '@/emulator/wire';

type Run = (context: Context, body: unknown) => Promise<unknown>;

const ClockMove = z.union([
  z.strictObject({ advanceSeconds: z.number().min(-3_153_600_000).max(3_153_600_000) }),
  z.strictObject({ now: z.union([z.number().int().min(0).max(100_000_000_000), z.iso.datetime()]) }),
]);

const Completion = z.strictObject({
  institution: z.string().max(200).optional(),
  accounts: z
    .union([z.number().int().min(0).max(100), z.array(z.number().int().min(0).max(100)).max(100)])
    .optional(),
  outcome: z.enum(['succeeded', 'abandoned', 'no_account', 'no_authorization', 'other']).optional(),
  differentAccounts: z.boolean().optional(),
});

const Reset = z.strictObject({
  seed: z.number().int().min(0).max(2_147_483_647).optional(),
  accounts: z.number().int().min(0).max(5_000_000).optional(),
  flavour: z.enum(flavours).optional(),
});

/** The control calls as routes. */
export function controlRoutes(engine: Engine): Hono {
  const app = new Hono();
  const { store } = engine;
  const on = (method: 'GET' | 'POST' | 'PUT' | 'DELETE', path: string, run: Run) => {
    app.on(method, path, (context) => control(engine, context, run));
  };

  on('GET', '/health', async () => ({
    ok: true,
    world: await readSetting(store.query, 'world'),
    boot: store.boot,
  }));
  on('GET', '/clock', async () => showClock(store));
  on('POST', '/clock', async (_, sent) => {
    const move = parse(ClockMove, sent);
    const offset =
      'advanceSeconds' in move
        ? store.offsetMs + Math.round(move.advanceSeconds * 1000)
        : instant(move.now) - Date.now();
    await moveClock(store, offset);
    engine.sender.ring(true);
    await engine.runDue();
    return showClock(store);
  });
  on('GET', '/switches', async () => store.switches);
  on('PUT', '/switches', async (_, sent) => {
    const changed = changedSwitches(store.switches, sent);
    if (typeof changed === 'string') throw new Failure(changed);
    for (const version of [changed.defaultApiVersion, changed.eventApiVersion]) {
      if (findVersion(version) === null) throw new Failure(`Unknown version: ${version}`);
    }
    await writeSetting(store.query, 'switches', changed);
    store.switches = changed;
    return changed;
  });
  on('POST', '/reset', async (_, sent) => {
    const size = parse(Reset, sent);
    engine.storms.stop();
    engine.faults.clear();
    await engine.storms.ended();
    await engine.ledger.flush();
    const world = await engine.sender.quietly(async () => {
      const made = await resetWorld(store, size);
      store.past.clear();
      await readWebhooks(store);
      return made;
    });
    return { world };
  });
  on('GET', '/sessions', async (context) => {
    const limit = Number(context.req.query('limit') ?? 100);
    if (!Number.isSafeInteger(limit) || limit < 1 || limit > 1_000) throw new Failure('limit is 1 to 1000.');
    const rows = await store.query<{ id: string }>(
      'select id from sessions where world = $1 order by created desc, id desc limit $2',
      [(await worldOf(store, merchantId, false)).id, limit],
    );
    return { data: rows.map(({ id }) => id) };
  });
  on('POST', '/sessions/:id/complete', async (context, sent) => {
    const visit = parse(Completion, sent);
    return inWorldOf(store, 'sessions', pathId(context), async (tx, id) => {
      const session = await lockSession(tx, id);
      if (session === null) throw noSuch('financial connections session', id, 'session', 404);
      const accounts = await finishFlow(tx, session, visit);
      return renderSession(session, accounts, richestView(store));
    });
  });
  on('POST', '/customers/:id/delete', async (context) =>
    inWorldOf(store, 'customers', pathId(context), async (tx, id) => {
      await tx.query('update customers set deleted = true where id = $1', [id]);
      note(tx, 'customer.delete', id);
      return { id, object: 'customer', deleted: true };
    }),
  );
  const onId: On = (method, path, run) =>
    on(method, path, (context, sent) =>
      run(pathId(context), sent, { query: (name) => context.req.query(name) }),
    );
  ledgerRoutes(onId, engine);
  webhookRoutes(onId, engine);
  faultRoutes(onId, engine);
  stormRoutes(onId, engine);
  for (const action of accountActions) {
    on('POST', action.path, async (context, sent) =>
      inWorldOf(store, 'accounts', pathId(context), (tx, id) => action.run(tx, id, sent, richestView(store))),
    );
  }
  app.all('*', (context) =>
    control(engine, context, async () =>
      Promise.reject(new Failure('No such control call.', { status: 404 })),
    ),
  );
  return app;
}

function richestView(store: Store) {
  const version = findVersion(latestPreview);
  if (version === null) throw new Error('The table of versions lacks its own latest version.');
  return { version, switches: store.switches };
}

function instant(now: number | string): number {
  return typeof now === 'number' ? now * 1000 : Date.parse(now);
}

// Postgres cannot be asked for text with a null byte.
function pathId(context: Context): string {
  return (context.req.param('id') ?? '').replaceAll('\u0000', '');
}

function showClock(store: Store) {
  const now = clockOf(store);
  return {
    now: Math.floor(now / 1000),
    iso: new Date(now).toISOString(),
    offsetSeconds: store.offsetMs / 1000,
  };
}

/** Runs work in a transaction of the world that an object belongs to. */
async function inWorldOf<T>(
  store: Store,
  table: 'accounts' | 'sessions' | 'customers',
  id: string,
  work: (tx: Tx, id: string) => Promise<T>,
): Promise<T> {
  const [row] = await store.query<{ world: number }>(`select world from ${table} where id = $1`, [id]);
  const world: World | undefined = store.worlds.get(row?.world ?? -1);
  if (world === undefined) throw noSuch(table.slice(0, -1), id, 'id', 404);
  return change(store, { world }, (tx) => work(tx, id));
}

async function control(engine: Engine, context: Context, run: Run): Promise<Response> {
  const requestId = `req_${secretLetters(14)}`;
  const reply = (status: number, text: string) =>
    new Response(text, {
      status,
      headers: {
        'Content-Type': 'application/json',
        Date: new Date(clockOf(engine.store)).toUTCString(),
        'Request-Id': requestId,
      },
    });
  try {
    const body = await readJson(context);
    await engine.runDue();
    const result = await run(context, body);
    return reply(200, JSON.stringify(result, null, 2));
  } catch (error) {
    if (error instanceof Failure) return reply(error.status, envelope(error, requestId, false));
    console.error('emulator: a control call failed', error);
    const failure = new Failure('The control call failed; the log says why.', {
      status: 500,
      type: 'api_error',
    });
    return reply(500, envelope(failure, requestId, false));
  }
}

async function readJson(context: Context): Promise<unknown> {
  const text = ['GET', 'HEAD'].includes(context.req.method) ? '' : await readBody(context.req.raw);
  if (text.includes('\\u0000')) throw new Failure('The body contains a null byte.');
  if (text === '') return {};
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Failure('The body is not JSON.');
    throw error;
  }
}
