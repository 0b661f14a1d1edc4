// There is nothing at this address.

export const metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <main className="mx-auto flex min-h-[70vh] max-w-lg flex-col items-start justify-center gap-2 px-6">
      <h1 className="text-xl font-semibold">Nothing is here</h1>
      <p className="text-quiet">
        The address may be mistyped, or it names an account or session that this console has never seen.
        Accounts of the other mode (test or live) are not kept here.
      </p>
      {/* Not a Link: its script would be fetched with every page, in case this one is needed. */}
      <a href="/accounts" className="text-accent underline underline-offset-2">
        All accounts
      </a>
    </main>
  );
}
