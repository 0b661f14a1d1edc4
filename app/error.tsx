// A page could not be made: says so, offers another try, gives the number under which the server logged it.
'use client';
import { buttonLook } from '@/components/ui/button-look';

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  return (
    <main className="mx-auto flex min-h-[70vh] max-w-lg flex-col items-start justify-center gap-2 px-6">
      <h1 className="text-xl font-semibold">This page could not be made</h1>
      <p className="text-quiet">
        The server did not get what it needs, most likely because the database does not answer. Nothing was
        changed. The server's log says more.
      </p>
      {error.digest ? <code className="font-mono text-xs text-faint">Log number {error.digest}</code> : null}
      {/* Not our Button: what stands here is fetched with every page, in case it is needed. */}
      <button type="button" className={buttonLook('secondary', 'md', 'mt-2')} onClick={reset}>
        Try again
      </button>
    </main>
  );
}
