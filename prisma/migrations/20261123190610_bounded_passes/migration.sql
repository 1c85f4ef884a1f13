-- What the supply pass looks for, twice an hour: filings that nobody has decided yet, and those about the same one.
DROP INDEX "master"."Filing_policyId_kind_idx";
CREATE INDEX "Filing_policyId_kind_personId_partnerId_idx" ON "master"."Filing"("policyId", "kind", "personId", "partnerId");
CREATE INDEX "Filing_undecided" ON "master"."Filing"("policyId", "kind") WHERE "decision" IS NULL;
-- Orders for the stock itself, by the part that they fill up.
CREATE INDEX "PartRequest_policyId_partNo_idx" ON "master"."PartRequest"("policyId", "partNo");
-- An order that will not come is withdrawn.
ALTER TABLE "master"."PartRequest" ADD COLUMN "cancelledAt" TIMESTAMPTZ(3);
ALTER TABLE "master"."PartRequest" ADD COLUMN "cancelledBy" TEXT;
-- Money that waits for a second person.
CREATE INDEX "LedgerEntry_unconfirmed" ON "cases"."LedgerEntry"("caseId") WHERE "confirmedAt" IS NULL;
