// The one hub of a web process.
import 'server-only';
import { errorFacts } from '@/server/error-facts';
import { log } from '@/server/log';
import { type Hub, makeHub } from './hub';

// Next's development server reloads modules: without this each reload would listen once more.
const kept = globalThis as { relinkHub?: Hub };

/** The hub of this process; it ends its streams when the process is told to end, since a server waits for open answers. */
export function processHub(): Hub {
  if (kept.relinkHub) return kept.relinkHub;
  const hub = makeHub();
  kept.relinkHub = hub;
  const end = () => {
    hub.close().catch((error: unknown) => log.warn({ cause: errorFacts(error) }, 'the streams ended badly'));
  };
  process.once('SIGTERM', end);
  process.once('SIGINT', end);
  return hub;
}
