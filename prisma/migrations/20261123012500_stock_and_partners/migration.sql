-- Sales and customer files, imports, parts and loaners, partners and their settlements.
-- AlterTable
ALTER TABLE "master"."Customer" ADD COLUMN     "ref" TEXT,
ADD COLUMN     "wishes" TEXT;

-- AlterTable
ALTER TABLE "master"."Asset" ADD COLUMN     "attributes" JSONB NOT NULL DEFAULT '{}';

-- CreateTable
CREATE TABLE "master"."Sale" (
    "id" TEXT NOT NULL,
    "documentNo" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "assetId" TEXT NOT NULL,
    "soldOn" DATE NOT NULL,
    "salespersonId" TEXT,
    "importId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Sale_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."Import" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "fileName" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "encoding" TEXT NOT NULL,
    "rows" INTEGER NOT NULL,
    "skipped" INTEGER NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Import_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."PartRequest" (
    "id" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,
    "caseId" TEXT,
    "partnerId" TEXT,
    "partNo" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "reason" TEXT NOT NULL,
    "stockUnit" TEXT,
    "status" TEXT NOT NULL DEFAULT 'requested',
    "requestedAt" TIMESTAMPTZ(3) NOT NULL,
    "requestedBy" TEXT NOT NULL,
    "expectedAt" TIMESTAMPTZ(3),
    "expected" JSONB NOT NULL DEFAULT '[]',
    "oldPartDue" BOOLEAN NOT NULL DEFAULT false,
    "oldPartAt" TIMESTAMPTZ(3),
    "oldPartCard" TEXT,
    "receivedAt" TIMESTAMPTZ(3),

    CONSTRAINT "PartRequest_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."PartDelivery" (
    "requestId" TEXT NOT NULL,
    "no" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    "quantity" INTEGER NOT NULL,
    "correct" BOOLEAN NOT NULL,
    "fault" TEXT,

    CONSTRAINT "PartDelivery_pkey" PRIMARY KEY ("requestId","no")
);

-- CreateTable
CREATE TABLE "master"."LoanerUnit" (
    "id" TEXT NOT NULL,
    "serialNo" TEXT NOT NULL,
    "product" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "depositFen" INTEGER NOT NULL DEFAULT 0,
    "retiredAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "LoanerUnit_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."LoanerCheck" (
    "id" TEXT NOT NULL,
    "unitId" TEXT NOT NULL,
    "caseId" TEXT,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    "condition" TEXT NOT NULL,
    "note" TEXT,

    CONSTRAINT "LoanerCheck_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."Partner" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,
    "region" TEXT,
    "personId" TEXT,
    "signedOn" DATE NOT NULL,
    "endsOn" DATE,
    "parameters" JSONB NOT NULL DEFAULT '{}',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Partner_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."PartnerReport" (
    "partnerId" TEXT NOT NULL,
    "milestone" TEXT NOT NULL,
    "month" TEXT NOT NULL,
    "receivedOn" DATE NOT NULL,
    "figures" JSONB NOT NULL,
    "enteredBy" TEXT NOT NULL,
    "enteredAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PartnerReport_pkey" PRIMARY KEY ("partnerId","milestone","month")
);

-- CreateTable
CREATE TABLE "master"."PartnerPayment" (
    "id" TEXT NOT NULL,
    "partnerId" TEXT NOT NULL,
    "paidOn" DATE NOT NULL,
    "fen" INTEGER NOT NULL,
    "reference" TEXT NOT NULL,
    "enteredBy" TEXT NOT NULL,

    CONSTRAINT "PartnerPayment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."PartnerCost" (
    "id" TEXT NOT NULL,
    "partnerId" TEXT NOT NULL,
    "reference" TEXT NOT NULL,
    "caseId" TEXT,
    "kind" TEXT NOT NULL,
    "costOn" DATE NOT NULL,
    "fen" INTEGER NOT NULL,
    "cardNo" TEXT,
    "facts" JSONB NOT NULL,
    "enteredBy" TEXT NOT NULL,
    "enteredAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PartnerCost_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."PartnerReturn" (
    "id" TEXT NOT NULL,
    "partnerId" TEXT NOT NULL,
    "appliedAt" TIMESTAMPTZ(3) NOT NULL,
    "appliedBy" TEXT NOT NULL,
    "written" BOOLEAN NOT NULL,
    "list" JSONB,
    "decidedAt" TIMESTAMPTZ(3),
    "decidedBy" TEXT,
    "approved" BOOLEAN,
    "sentAt" TIMESTAMPTZ(3),
    "receivedAt" TIMESTAMPTZ(3),
    "received" JSONB,

    CONSTRAINT "PartnerReturn_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."PartnerAward" (
    "partnerId" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "evidence" JSONB NOT NULL,
    "givenBy" TEXT NOT NULL,
    "givenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "PartnerAward_pkey" PRIMARY KEY ("partnerId","year")
);

-- CreateTable
CREATE TABLE "master"."Settlement" (
    "id" TEXT NOT NULL,
    "partnerId" TEXT NOT NULL,
    "settleBy" DATE NOT NULL,
    "policyHash" TEXT NOT NULL,
    "statement" JSONB NOT NULL,
    "carryOutFen" INTEGER NOT NULL,
    "madeAt" TIMESTAMPTZ(3) NOT NULL,
    "madeBy" TEXT NOT NULL,
    "confirmedBy" TEXT,
    "confirmedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Settlement_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Sale_documentNo_key" ON "master"."Sale"("documentNo");

-- CreateIndex
CREATE UNIQUE INDEX "Sale_assetId_key" ON "master"."Sale"("assetId");

-- CreateIndex
CREATE INDEX "Sale_policyId_soldOn_idx" ON "master"."Sale"("policyId", "soldOn");

-- CreateIndex
CREATE INDEX "Sale_customerId_idx" ON "master"."Sale"("customerId");

-- CreateIndex
CREATE UNIQUE INDEX "Import_kind_sha256_key" ON "master"."Import"("kind", "sha256");

-- CreateIndex
CREATE INDEX "PartRequest_caseId_idx" ON "master"."PartRequest"("caseId");

-- CreateIndex
CREATE INDEX "PartRequest_status_expectedAt_idx" ON "master"."PartRequest"("status", "expectedAt");

-- CreateIndex
CREATE INDEX "PartRequest_partnerId_requestedAt_idx" ON "master"."PartRequest"("partnerId", "requestedAt");

-- CreateIndex
CREATE INDEX "PartDelivery_at_idx" ON "master"."PartDelivery"("at");

-- CreateIndex
CREATE UNIQUE INDEX "LoanerUnit_serialNo_key" ON "master"."LoanerUnit"("serialNo");

-- CreateIndex
CREATE INDEX "LoanerUnit_product_model_idx" ON "master"."LoanerUnit"("product", "model");

-- CreateIndex
CREATE INDEX "LoanerCheck_unitId_at_idx" ON "master"."LoanerCheck"("unitId", "at");

-- CreateIndex
CREATE INDEX "Partner_policyId_idx" ON "master"."Partner"("policyId");

-- CreateIndex
CREATE INDEX "PartnerPayment_partnerId_paidOn_idx" ON "master"."PartnerPayment"("partnerId", "paidOn");

-- CreateIndex
CREATE UNIQUE INDEX "PartnerPayment_partnerId_reference_key" ON "master"."PartnerPayment"("partnerId", "reference");

-- CreateIndex
CREATE INDEX "PartnerCost_partnerId_costOn_idx" ON "master"."PartnerCost"("partnerId", "costOn");

-- CreateIndex
CREATE INDEX "PartnerCost_caseId_idx" ON "master"."PartnerCost"("caseId");

-- CreateIndex
CREATE UNIQUE INDEX "PartnerCost_partnerId_reference_key" ON "master"."PartnerCost"("partnerId", "reference");

-- CreateIndex
CREATE INDEX "PartnerReturn_partnerId_appliedAt_idx" ON "master"."PartnerReturn"("partnerId", "appliedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Settlement_partnerId_settleBy_key" ON "master"."Settlement"("partnerId", "settleBy");

-- CreateIndex
CREATE UNIQUE INDEX "Customer_ref_key" ON "master"."Customer"("ref");

-- AddForeignKey
ALTER TABLE "master"."Sale" ADD CONSTRAINT "Sale_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "master"."Customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "master"."Sale" ADD CONSTRAINT "Sale_assetId_fkey" FOREIGN KEY ("assetId") REFERENCES "master"."Asset"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "master"."PartDelivery" ADD CONSTRAINT "PartDelivery_requestId_fkey" FOREIGN KEY ("requestId") REFERENCES "master"."PartRequest"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "master"."LoanerCheck" ADD CONSTRAINT "LoanerCheck_unitId_fkey" FOREIGN KEY ("unitId") REFERENCES "master"."LoanerUnit"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "master"."PartnerReport" ADD CONSTRAINT "PartnerReport_partnerId_fkey" FOREIGN KEY ("partnerId") REFERENCES "master"."Partner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "master"."PartnerPayment" ADD CONSTRAINT "PartnerPayment_partnerId_fkey" FOREIGN KEY ("partnerId") REFERENCES "master"."Partner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "master"."PartnerCost" ADD CONSTRAINT "PartnerCost_partnerId_fkey" FOREIGN KEY ("partnerId") REFERENCES "master"."Partner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "master"."PartnerReturn" ADD CONSTRAINT "PartnerReturn_partnerId_fkey" FOREIGN KEY ("partnerId") REFERENCES "master"."Partner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "master"."PartnerAward" ADD CONSTRAINT "PartnerAward_partnerId_fkey" FOREIGN KEY ("partnerId") REFERENCES "master"."Partner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "master"."Settlement" ADD CONSTRAINT "Settlement_partnerId_fkey" FOREIGN KEY ("partnerId") REFERENCES "master"."Partner"("id") ON DELETE RESTRICT ON UPDATE CASCADE;


