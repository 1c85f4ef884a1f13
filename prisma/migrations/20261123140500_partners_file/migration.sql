-- The partner's file: contact data with changes told ahead, audits, renewals, and what costs lacked and was brought later.

-- AlterTable
ALTER TABLE "master"."Partner" ADD COLUMN     "contact" JSONB NOT NULL DEFAULT '{}';

-- AlterTable: payments entered before count as known on the day they were made.
ALTER TABLE "master"."PartnerPayment" ADD COLUMN     "enteredAt" TIMESTAMPTZ(3);
UPDATE "master"."PartnerPayment" SET "enteredAt" = "paidOn";
ALTER TABLE "master"."PartnerPayment" ALTER COLUMN "enteredAt" SET NOT NULL;

-- CreateTable
CREATE TABLE "master"."PartnerCostCompletion" (
    "id" TEXT NOT NULL,
    "costId" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "cardNo" TEXT,
    "reason" TEXT NOT NULL,
    "enteredBy" TEXT NOT NULL,
    "enteredAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PartnerCostCompletion_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."PartnerChange" (
    "id" TEXT NOT NULL,
    "partnerId" TEXT NOT NULL,
    "what" TEXT NOT NULL,
    "value" JSONB NOT NULL,
    "effectiveOn" DATE NOT NULL,
    "toldOn" DATE NOT NULL,
    "enteredBy" TEXT NOT NULL,
    "enteredAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PartnerChange_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."PartnerAudit" (
    "id" TEXT NOT NULL,
    "partnerId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "auditedOn" DATE NOT NULL,
    "inspection" TEXT NOT NULL,
    "findings" JSONB NOT NULL,
    "enteredBy" TEXT NOT NULL,
    "enteredAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PartnerAudit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."PartnerRenewal" (
    "partnerId" TEXT NOT NULL,
    "endedOn" DATE NOT NULL,
    "until" DATE,
    "priority" BOOLEAN NOT NULL,
    "term" TEXT NOT NULL,
    "clauses" TEXT[],
    "decidedBy" TEXT NOT NULL,
    "decidedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PartnerRenewal_pkey" PRIMARY KEY ("partnerId","endedOn")
);

-- CreateIndex
CREATE INDEX "PartnerCostCompletion_costId_enteredAt_idx" ON "master"."PartnerCostCompletion"("costId", "enteredAt");

-- CreateIndex
CREATE INDEX "PartnerChange_partnerId_effectiveOn_idx" ON "master"."PartnerChange"("partnerId", "effectiveOn");

-- CreateIndex
CREATE INDEX "PartnerAudit_partnerId_auditedOn_idx" ON "master"."PartnerAudit"("partnerId", "auditedOn");

-- AddForeignKey
ALTER TABLE "master"."PartnerCostCompletion" ADD CONSTRAINT "PartnerCostCompletion_costId_fkey" FOREIGN KEY ("costId") REFERENCES "master"."PartnerCost"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "master"."PartnerChange" ADD CONSTRAINT "PartnerChange_partnerId_fkey" FOREIGN KEY ("partnerId") REFERENCES "master"."Partner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "master"."PartnerAudit" ADD CONSTRAINT "PartnerAudit_partnerId_fkey" FOREIGN KEY ("partnerId") REFERENCES "master"."Partner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "master"."PartnerRenewal" ADD CONSTRAINT "PartnerRenewal_partnerId_fkey" FOREIGN KEY ("partnerId") REFERENCES "master"."Partner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
