// The owners of an account as last read in full, masked before they leave the server.
import 'server-only';
import type { OwnerPage, OwnerRow } from '@/domain/account';
import type { Db } from '@/server/db';
import { requireKnownAccount } from './accounts';
import { iso } from './rows/account-row';
import { maskAddress, maskEmail, maskPhone } from './rows/masks';

/** The owners of the last ownership that was read. `readAt` null: none has been. Throws not_found. */
export async function listOwners(db: Db, accountId: string): Promise<OwnerPage> {
  await requireKnownAccount(db, accountId);
  const read = await db.ownershipRead.findUnique({ where: { accountId } });
  if (!read) return pageOfOwners([], null);
  const owners = await db.owner.findMany({
    where: { accountId, ownershipId: read.ownershipId },
    orderBy: [{ name: 'asc' }, { id: 'asc' }],
  });
  const rows = owners.map((owner) => ({
    id: owner.id,
    name: owner.name,
    email: maskEmail(owner.email),
    phone: maskPhone(owner.phone),
    address: maskAddress(owner.rawAddress),
    refreshedAt: iso(owner.refreshedAt),
  }));
  return pageOfOwners(rows, read.readAt.toISOString());
}

const pageOfOwners = (data: OwnerRow[], readAt: string | null): OwnerPage => ({
  data,
  nextCursor: null,
  total: { value: data.length, exact: true },
  readAt,
});
