// `npm run check`: format, lint, walls, types, unused code, security floor, lock file. Takes seconds.
import { close } from '@/scripts/checks/close';
import { runStaticChecks } from '@/scripts/checks/static';

close(await runStaticChecks());
