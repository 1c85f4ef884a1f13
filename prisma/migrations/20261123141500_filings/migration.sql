-- CreateTable
CREATE TABLE "master"."Filing" (
    "id" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "personId" TEXT,
    "partnerId" TEXT,
    "product" TEXT,
    "ground" TEXT,
    "caseId" TEXT,
    "text" TEXT NOT NULL,
    "occurredOn" DATE,
    "filedBy" TEXT NOT NULL,
    "filedAt" TIMESTAMPTZ(3) NOT NULL,
    "decision" TEXT,
    "answer" TEXT,
    "decidedBy" TEXT,
    "decidedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Filing_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Filing_policyId_kind_idx" ON "master"."Filing"("policyId", "kind");

-- CreateIndex
CREATE INDEX "Filing_filedBy_idx" ON "master"."Filing"("filedBy");
