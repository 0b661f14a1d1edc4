// Reads the run of a page once per request, for its title and its content.
import { cache } from 'react';
import type { RunDetail } from '@/domain/run';
import { requireRun } from '@/server/cache/runs';
import { db } from '@/server/db';
import { AppError } from '@/server/errors';
import { requireKnownHost } from '@/server/hosts';

/** The run, or null where there is none with this id. */
export const loadRun = cache(async (id: string): Promise<RunDetail | null> => {
  await requireKnownHost();
  try {
    return await requireRun(db, id);
  } catch (error) {
    if (error instanceof AppError && error.code === 'not_found') return null;
    throw error;
  }
});
