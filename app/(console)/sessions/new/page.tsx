// Makes a session for a customer to link accounts with.
import type { Metadata } from 'next';
import { createLoader, parseAsString, type SearchParams } from 'nuqs/server';
import { SessionForm } from '@/components/new-session/session-form';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'New session' };

const loadStart = createLoader({ holder: parseAsString.withDefault('') });

export default async function NewSessionPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const { holder } = await loadStart(searchParams);
  return <SessionForm holder={holder} />;
}
