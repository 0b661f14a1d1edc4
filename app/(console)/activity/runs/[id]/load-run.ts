// Reads the run of a page once per request, for its title and its content.
import { cache } from 'react';
import { requireRun } from '@/server/cache/runs';
import { orNull } from '../../../or-null';

/** The run, or null where there is none with this id. */
export const loadRun = cache((id: string) => orNull(id, requireRun));
