// `npm run db:prisma -- <args>` and `npm run db:migrate`: a Prisma command, on the embedded database unless DATABASE_URL is set.
import { runPrisma } from '@/scripts/prisma';

process.exitCode = await runPrisma(process.argv.slice(2), process.env.DATABASE_URL);
