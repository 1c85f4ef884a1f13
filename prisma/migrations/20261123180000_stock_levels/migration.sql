-- Parts in stock with the level at which they are reordered, what moved them, and each fall below the level (N-2.3-5b).
CREATE TABLE "master"."Part" (
    "id" TEXT NOT NULL,
    "version" INTEGER NOT NULL DEFAULT 1,
    "policyId" TEXT NOT NULL,
    "partNo" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "onHand" INTEGER NOT NULL DEFAULT 0,
    "reorderLevel" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "Part_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "Part_onHand_check" CHECK ("onHand" >= 0)
);
CREATE UNIQUE INDEX "Part_policyId_partNo_key" ON "master"."Part"("policyId", "partNo");
CREATE TRIGGER "Part_version" BEFORE UPDATE ON "master"."Part" FOR EACH ROW EXECUTE FUNCTION "master".raise_version();

CREATE TABLE "master"."StockMove" (
    "partId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "slipNo" TEXT NOT NULL,
    "change" INTEGER NOT NULL,
    "caseId" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    CONSTRAINT "StockMove_pkey" PRIMARY KEY ("partId","kind","slipNo"),
    CONSTRAINT "StockMove_partId_fkey" FOREIGN KEY ("partId") REFERENCES "master"."Part"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
CREATE INDEX "StockMove_caseId_idx" ON "master"."StockMove"("caseId");

CREATE TABLE "master"."StockWarning" (
    "id" TEXT NOT NULL,
    "partId" TEXT NOT NULL,
    "fellAt" TIMESTAMPTZ(3) NOT NULL,
    "onHand" INTEGER NOT NULL,
    "toldAt" TIMESTAMPTZ(3),
    "clearedAt" TIMESTAMPTZ(3),
    CONSTRAINT "StockWarning_pkey" PRIMARY KEY ("id"),
    CONSTRAINT "StockWarning_partId_fkey" FOREIGN KEY ("partId") REFERENCES "master"."Part"("id") ON DELETE RESTRICT ON UPDATE CASCADE
);
-- One fall at a time: a part that is low already is not warned of again.
CREATE UNIQUE INDEX "StockWarning_open_key" ON "master"."StockWarning"("partId") WHERE "clearedAt" IS NULL;
CREATE INDEX "StockWarning_partId_idx" ON "master"."StockWarning"("partId");
