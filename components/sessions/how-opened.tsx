// How a session gets to its customer. Its secret is shown nowhere in the console.

/** One sentence, beside the session's id. */
export function HowOpened() {
  return (
    <p className="text-sm text-quiet">
      The customer opens it in your app: its server fetches the session from Stripe by this id and hands the client
      secret to Stripe.js. The secret is kept out of this console.
    </p>
  );
}
