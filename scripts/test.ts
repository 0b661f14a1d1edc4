// `npm test`: every check there is, from the linter to the browser; a failed kind does not hide the next one.
import { attempt, close } from '@/scripts/checks/close';
import { runJourneys } from '@/scripts/checks/journeys';
import { runStaticChecks } from '@/scripts/checks/static';
import { runUnitTests } from '@/scripts/checks/unit';

const results = await runStaticChecks();
results.push(await attempt('unit and integration', runUnitTests));
results.push(await attempt('journeys', () => runJourneys()));
close(results);
