// `npm run e2e [-- <playwright arguments>]`: the journeys through a real browser, in a world of their own.
import { attempt, close } from '@/scripts/checks/close';
import { runJourneys } from '@/scripts/checks/journeys';

close([await attempt('journeys', () => runJourneys(process.argv.slice(2)))]);
