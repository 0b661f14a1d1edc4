// What operators should know: told until it is over.
'use client';
import { useQuery } from '@tanstack/react-query';
import { TriangleAlert } from 'lucide-react';
import { Card } from '@/components/ui/card';
import { Time } from '@/components/ui/time';
import { type Notice, noticeWords } from '@/domain/notice';
import { noticesQuery } from './activity-queries';

/** Nothing while there is nothing to tell. */
export function NoticeList() {
  const { data } = useQuery(noticesQuery());
  if (!data || data.data.length === 0) return null;
  return (
    <ul className="flex flex-col gap-2 border-b border-border px-4 py-3 sm:px-6" aria-label="Notices">
      {data.data.map((notice) => (
        <li key={notice.kind}>
          <NoticeCard notice={notice} />
        </li>
      ))}
    </ul>
  );
}

function NoticeCard({ notice }: { notice: Notice }) {
  const { title, next } = noticeWords(notice.kind);
  return (
    <Card tone="warning" className="flex gap-2.5 px-3 py-2.5 text-sm">
      <TriangleAlert aria-hidden className="mt-px size-4 shrink-0 text-warning" />
      <div className="min-w-0">
        <p className="font-medium">{title}</p>
        <p className="[overflow-wrap:anywhere]">{notice.detail}</p>
        {next ? <p className="text-quiet">{next}</p> : null}
        <p className="text-xs text-quiet">
          {notice.times > 1 ? (
            <>
              {notice.times.toLocaleString('en-US')} times since <Time at={notice.firstAt} />, last{' '}
            </>
          ) : null}
          <Time at={notice.lastAt} />
        </p>
      </div>
    </Card>
  );
}
