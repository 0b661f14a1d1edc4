// Stripe has no list of sessions, so a console that starts beside the emulator is told the ids of some, and looks them up.
import type { Job } from '@/server/jobs/queue';

const LIMIT = 200;

/** Asks the worker to look up the emulator's newest sessions, once; answers what it did, in words. */
export async function lookUpSeededSessions(emulatorUrl: string): Promise<string> {
  const [{ db }, { enqueue }] = await Promise.all([import('@/server/db'), import('@/server/jobs/queue')]);
  try {
    const known = await db.session.findFirst({ select: { id: true } });
    if (known) return 'known';
    const response = await fetch(`${emulatorUrl}/_emulator/sessions?limit=${LIMIT}`);
    if (!response.ok)
      throw new Error(`The emulator answered ${response.status} when asked for its sessions.`);
    const { data } = (await response.json()) as { data: string[] };
    await enqueue(db, data.map(lookUp));
    return `${data.length} are looked up in the background`;
  } finally {
    await db.$disconnect();
  }
}

const lookUp = (id: string): Job => ({
  name: 'read-session',
  payload: { id },
  key: `session:${id}`,
  priority: 4,
});
