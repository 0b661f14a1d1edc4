// `npm run chaos [-- --only W01,J01 --seed N --real --write]`: faults against a whole running Relink, counted.
import { runChaos } from '@/scripts/chaos/run';

process.exit(await runChaos(process.argv.slice(2)));
