-- The money of a case. Entries are only ever added, the confirmation of a second person is noted beside.
CREATE TABLE "cases"."LedgerEntry" (
    "caseId" TEXT NOT NULL,
    "no" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "fen" INTEGER NOT NULL,
    "from" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "clauses" TEXT[],
    "approvedBy" TEXT[],
    "reverses" INTEGER,
    "confirmedBy" TEXT,
    "confirmedAt" TIMESTAMPTZ(3),

    CONSTRAINT "LedgerEntry_pkey" PRIMARY KEY ("caseId", "no")
);

CREATE INDEX "LedgerEntry_confirmedAt_idx" ON "cases"."LedgerEntry"("confirmedAt");
