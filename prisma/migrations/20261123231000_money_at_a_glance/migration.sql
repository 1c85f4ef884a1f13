-- What the page of money, the pool of loaners and the supply pass look for, without reading every case that there ever was.
CREATE INDEX "LedgerEntry_at_idx" ON "cases"."LedgerEntry"("at");
CREATE INDEX "Case_charges_unsent" ON "cases"."Case"("id")
  WHERE jsonb_path_exists("state", '$.charges[*] ? (@.paper != null && !exists(@.sent))');
CREATE INDEX "Case_open_owing" ON "cases"."Case"("id") WHERE "closedAt" IS NULL AND "kind" IN ('return', 'complaint');
CREATE INDEX "Case_loaner_issued" ON "cases"."Case"(("state" #>> '{loaner,unitId}'))
  WHERE "state" #>> '{loaner,status}' = 'issued';
CREATE INDEX "Case_stock_unit" ON "cases"."Case"("policyId") WHERE "state" #> '{parts,stockUnit}' IS NOT NULL;
