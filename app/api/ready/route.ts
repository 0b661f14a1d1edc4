// Whether the process can do its work: database, migrations, binding.
import { db } from '@/server/db';
import { handle } from '@/server/http';
import { requireReady } from '@/server/readiness';

export const GET = handle({ allow: 'health:read', run: () => requireReady(db) });
