// The owners of an account, read once per ownership snapshot.
import 'server-only';
import { db } from '@/server/db';
import { listOwnersPage } from '@/server/stripe/client';
import { toOwner } from '@/server/stripe/map';
import type { WireOwner } from '@/server/stripe/wire';

/** Reads all owners of the account's present ownership and replaces what an earlier one said. */
export async function readOwners(accountId: string): Promise<void> {
  const account = await db.account.findUnique({
    where: { id: accountId },
    select: { ownershipId: true, status: true },
  });
  const ownershipId = account?.ownershipId;
  if (!ownershipId || account.status === 'disconnected') return;

  const owners = await allOwners(accountId, ownershipId);
  await db.$transaction(async (tx) => {
    // The row lock makes a slower read of an older ownership see that it is too late.
    const [now] = await tx.$queryRaw<{ ownership_id: string | null }[]>`
      select ownership_id from accounts where id = ${accountId} for update`;
    if (now?.ownership_id !== ownershipId) return;
    await tx.owner.deleteMany({ where: { accountId } });
    await tx.owner.createMany({ data: owners.map((owner) => toOwner(owner, accountId, ownershipId)) });
    await tx.ownershipRead.upsert({
      where: { accountId },
      create: { accountId, ownershipId },
      update: { ownershipId, readAt: new Date() },
    });
  });
}

async function allOwners(accountId: string, ownershipId: string): Promise<WireOwner[]> {
  const owners: WireOwner[] = [];
  let after: string | null = null;
  do {
    const { data } = await listOwnersPage('job', accountId, ownershipId, after);
    owners.push(...data.rows);
    after = data.hasMore ? data.lastId : null;
  } while (after);
  return owners;
}
