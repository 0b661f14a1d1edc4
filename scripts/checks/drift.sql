ALTER TABLE "accounts" ADD COLUMN "drifted" TEXT;
