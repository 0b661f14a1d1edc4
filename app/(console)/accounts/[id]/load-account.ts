// Reads the account of a page once per request, for its title and its content.
import { cache } from 'react';
import { requireAccount } from '@/server/cache/accounts';
import { orNull } from '../../or-null';

/** The account, or null where no account of the copy has this id. */
export const loadAccount = cache((id: string) => orNull(id, requireAccount));
