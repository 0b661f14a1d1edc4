// Reads the account of a page once per request, for its title and its content.
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { requireAccount } from '@/server/cache/accounts';
import { db } from '@/server/db';
import { AppError } from '@/server/errors';

/** The account, or the page that says that nothing is at this address. */
export const loadAccount = cache(async (id: string) => {
  try {
    return await requireAccount(db, id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') notFound();
    throw error;
  }
});
