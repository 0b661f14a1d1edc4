// One part of the journeys, as a process of `runJourneys`, which hears what came of it.
import { attempt } from '@/scripts/checks/close';
import { runInWorld } from '@/scripts/checks/journeys';

const result = await attempt('journeys', () => runInWorld(process.argv.slice(2)));
process.send?.(result, () => process.disconnect());
