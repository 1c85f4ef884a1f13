-- A refund above 21 million yuan could not be recorded in 32 bits.
ALTER TABLE "cases"."LedgerEntry" ALTER COLUMN "fen" SET DATA TYPE BIGINT;
