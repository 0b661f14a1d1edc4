// How many runs there are of each kind.
import { countRunFacets } from '@/server/cache/runs';
import { db } from '@/server/db';
import { handle } from '@/server/http';

export const GET = handle({ allow: 'runs:read', run: () => countRunFacets(db) });
