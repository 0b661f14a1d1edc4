// Stripe once answered with an older state than the one shown: it is kept aside, and this says so.
import { Card } from '@/components/ui/card';
import { Time } from '@/components/ui/time';
import type { AccountDetail } from '@/domain/account';

/** Why an answer was not taken, and what happens next. */
export function StaleAnswerNotice({ answer }: { answer: NonNullable<AccountDetail['staleAnswer']> }) {
  return (
    <Card tone="warning" className="mt-4 text-sm">
      <p className="font-medium">Stripe also gave an older answer</p>
      <p>
        It would take this account back in time ({answer.reason}), so it is kept aside and not shown. First
        seen <Time at={answer.firstAt} />, last <Time at={answer.lastAt} />; {answer.agreed} of 3 answers
        agree. The account is read again by itself, and three that agree are believed.
      </p>
    </Card>
  );
}
