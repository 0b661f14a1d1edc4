// Whether the process lives.
import { handle } from '@/server/http';

export const GET = handle({ allow: 'health:read', run: async () => ({ status: 'ok' }) });
