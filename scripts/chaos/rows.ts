// All rows, in the order in which they run: what needs other rate limits comes last, what needs other worlds after that.

import { j11, j12 } from '@/scripts/chaos/jobs/clicks';
import { j05, j06, j09 } from '@/scripts/chaos/jobs/database';
import { j01, j01Real, j02 } from '@/scripts/chaos/jobs/kills';
import { j03, j04 } from '@/scripts/chaos/jobs/pauses';
import { j10, j13, j16 } from '@/scripts/chaos/jobs/races';
import type { Row } from '@/scripts/chaos/row';
import { w04, w05, w06, w09 } from '@/scripts/chaos/webhooks/disorder';
import { c11, w02, w03 } from '@/scripts/chaos/webhooks/restarts';
import { w01 } from '@/scripts/chaos/webhooks/steady';

/** Under the sandbox's limits. */
const sandbox: Row[] = [w01, w02, w03, c11, w04, w05, w06, w09, j01, j02, j03, j04, j05, j06, j09, j13, j16];

/** Under raised ones. */
const raised: Row[] = [j10, j11, j12];

export const allRows: Row[] = [...sandbox, ...raised];

/** Minutes long: only when asked for. */
export const realRows: Row[] = [j01Real];
