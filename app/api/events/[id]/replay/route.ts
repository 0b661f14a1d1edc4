// An event is applied once more.
import { replayEvent } from '@/server/commands/replay-event';
import { handle } from '@/server/http';

export const POST = handle({ allow: 'events:replay', run: ({ id, intent }) => replayEvent(id, intent) });
