// Writes events: those that come while a statement is under way share the next one, with one commit and one bell.
import 'server-only';
import { db } from '@/server/db';
import { isDatabaseOut } from '@/server/errors';

/** Columns of the table `events`; `created_at` null: now. */
export interface NewEvent {
  id: string;
  type: string;
  livemode: boolean | null;
  api_version: string | null;
  created_at: string | null;
  object_id: string | null;
  account_id: string | null;
  payload: unknown;
  origin: 'webhook' | 'sweep';
  state: 'due' | 'ignored';
  reason: string | null;
}

interface Waiting {
  event: NewEvent;
  resolve: (isNew: boolean) => void;
  reject: (error: unknown) => void;
}

const most = 200;
let waiting: Waiting[] = [];
let isWriting = false;

/** Resolves when the event and its job are committed; false when it was there already. */
export async function writeEvent(event: NewEvent): Promise<boolean> {
  return await new Promise((resolve, reject) => {
    waiting.push({ event, resolve, reject });
    if (!isWriting) void writeWaiting();
  });
}

async function writeWaiting(): Promise<void> {
  isWriting = true;
  while (waiting.length > 0) {
    const together = waiting.slice(0, most);
    waiting = waiting.slice(most);
    await writeTogether(together);
  }
  isWriting = false;
}

/** Never throws: each one that waits is told. */
async function writeTogether(together: Waiting[]): Promise<void> {
  try {
    const newIds = new Set(await insert(together.map(({ event }) => event)));
    for (const { event, resolve } of together) {
      // A copy in the same statement is not new.
      resolve(newIds.delete(event.id));
    }
  } catch (error) {
    if (together.length === 1 || isDatabaseOut(error)) {
      for (const { reject } of together) reject(error);
      return;
    }
    // One of them cannot be stored: the others can.
    for (const one of together) await writeTogether([one]);
  }
}

/** Two, so that processes that write at the same moment rarely wait for each other's bell. */
const bells = 2;

/** Rows and bell in one statement: no commit, no job. Answers the ids that are new. */
async function insert(events: NewEvent[]): Promise<string[]> {
  const bell = `events:${Math.floor(Math.random() * bells)}`;
  const rows = await db.$queryRaw<{ id: string }[]>`
    with given as (
      select distinct on (id) * from jsonb_to_recordset(${JSON.stringify(events)}::jsonb) as e(
        id text, type text, livemode boolean, api_version text, created_at timestamptz, object_id text, account_id text,
        payload jsonb, origin text, state text, reason text) order by id
    ), stored as (
      insert into events (id, type, livemode, api_version, created_at, object_id, account_id, payload, origin, state, reason)
      select id, type, livemode, api_version, coalesce(created_at, now()), object_id, account_id, payload, origin, state,
        reason from given
      on conflict (id) do nothing
      returning id, state
    ), rung as materialized (
      select graphile_worker.add_job('apply-events', '{}'::json, job_key => ${bell}, priority => 1)
      where exists (select 1 from stored where state = 'due')
    )
    select id from stored cross join (select count(*) from rung) as bell`;
  return rows.map(({ id }) => id);
}
