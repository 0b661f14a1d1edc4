// All rows, in the order in which they run, each lane by itself.

import { j11, j12 } from '@/scripts/chaos/jobs/clicks';
import { j05, j06, j09 } from '@/scripts/chaos/jobs/database';
import { j01, j01Real, j02 } from '@/scripts/chaos/jobs/kills';
import { j03, j04 } from '@/scripts/chaos/jobs/pauses';
import { j10, j13, j16 } from '@/scripts/chaos/jobs/races';
import { c04, c05 } from '@/scripts/chaos/mirror/ends';
import { c06, c07 } from '@/scripts/chaos/mirror/pages';
import { c01, c02, c03, c08 } from '@/scripts/chaos/mirror/reads';
import type { Row } from '@/scripts/chaos/row';
import { u07, u08, u09, u14 } from '@/scripts/chaos/upstream/effects';
import { u10, u11, u15, u16, u17 } from '@/scripts/chaos/upstream/foreign';
import { u01, u12, u13 } from '@/scripts/chaos/upstream/limits';
import { u02, u03, u04, u05, u06 } from '@/scripts/chaos/upstream/outages';
import { w10, w11 } from '@/scripts/chaos/webhooks/bodies';
import { w04, w05, w06, w09 } from '@/scripts/chaos/webhooks/disorder';
import { w07, w08, w15, w16 } from '@/scripts/chaos/webhooks/forged';
import { w17, w18, w19 } from '@/scripts/chaos/webhooks/letters';
import { w12, w13, w14 } from '@/scripts/chaos/webhooks/missed';
import { c11, w02, w03 } from '@/scripts/chaos/webhooks/restarts';
import { w01 } from '@/scripts/chaos/webhooks/steady';

/** Alone, and first: they need accounts that no stream has touched. */
const slow: Row[] = [u06, u04, u05, c01];
const hearing: Row[] = [w01, w04, w05, w06, w07, w08, w09, w10, w11, w12, w15, w16, w17, w18, w19];
const working: Row[] = [j01, j02, j03, j04, j05, j06, j09, j13, j16];
/** Those that wait, then those that keep the cores busy: by then W19 alone still measures. */
const beside: Row[] = [u01, u03, u12, u16, u08, u13, u15, w02, c11, w03];

/** Under raised limits: hundreds of effects, which would take hours otherwise. */
const many: Row[] = [u07, u10, u11, u14, u17, j10, j11, j12, u02, c02, c03, c04, c05, c07, c08];

/** In worlds of their own: a clock that is moved by weeks, long lists of transactions. */
const apart: Row[] = [w13, w14, u09, c06];

export const allRows: Row[] = [...slow, ...hearing, ...working, ...beside, ...many, ...apart];

/** Minutes long: only when asked for. */
export const realRows: Row[] = [j01Real];
