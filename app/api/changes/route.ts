// What changes, as it changes: server-sent events, resumed by the version that a browser has seen.
import { ChangeQuery, ChangeVersion } from '@/domain/change-query';
import { stream } from '@/server/http/stream';
import { processHub } from '@/server/live/process-hub';

export const GET = stream({
  allow: 'changes:read',
  query: ChangeQuery,
  open: ({ query, lastEventId }) => {
    // The header is newer than the address, which stays the same over reconnections.
    const since = ChangeVersion.safeParse(lastEventId).data ?? query.since;
    return processHub().subscribe(since === undefined ? null : BigInt(since));
  },
});
