// Reads the account of a page once per request, for its title and its content.
import { cache } from 'react';
import type { AccountDetail } from '@/domain/account';
import { requireAccount } from '@/server/cache/accounts';
import { db } from '@/server/db';
import { AppError } from '@/server/errors';
import { requireKnownHost } from '@/server/hosts';

/** The account, or null where no account of the copy has this id. */
export const loadAccount = cache(async (id: string): Promise<AccountDetail | null> => {
  await requireKnownHost();
  try {
    return await requireAccount(db, id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }
});
