// How a session gets to its customer. Its secret is shown nowhere in the console.

/** One sentence, beside the session's id. */
export function HowOpened() {
  return (
    <p className="text-sm text-quiet">
      Opened in your app: its server asks Stripe for this id and hands the client secret to Stripe.js. No
      secret is shown here.
    </p>
  );
}
