// A child of its own: asks "Stripe" at the address of the environment so many times, and says how each ended.
import { db } from '@/server/db';
import { retrieveSelf } from '@/server/stripe/client';

const codes: string[] = [];
for (let i = 0; i < Number(process.argv[2]); i += 1) {
  try {
    await retrieveSelf('interactive');
    codes.push('answered');
  } catch (error) {
    codes.push(error instanceof Error && 'code' in error ? String(error.code) : 'unknown');
  }
}
await db.$disconnect();
process.stdout.write(`${codes.join(' ')}\n`);
process.exit(0);
