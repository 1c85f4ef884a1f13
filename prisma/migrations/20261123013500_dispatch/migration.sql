-- AlterTable
ALTER TABLE "master"."Person" ADD COLUMN     "calendar" TEXT,
ADD COLUMN     "dayMinutes" INTEGER;

-- CreateTable
CREATE TABLE "master"."Certificate" (
    "id" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "number" TEXT,
    "issuedOn" DATE,
    "expiresOn" DATE,

    CONSTRAINT "Certificate_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."Absence" (
    "id" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,
    "reason" TEXT,

    CONSTRAINT "Absence_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."Plan" (
    "id" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,
    "date" DATE NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'draft',
    "version" INTEGER NOT NULL DEFAULT 1,
    "draftedAt" TIMESTAMPTZ(3) NOT NULL,
    "confirmedAt" TIMESTAMPTZ(3),
    "confirmedBy" TEXT,
    "publishedAt" TIMESTAMPTZ(3),
    "publishedBy" TEXT,

    CONSTRAINT "Plan_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."PlanLine" (
    "planId" TEXT NOT NULL,
    "caseId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "engineerId" TEXT,
    "startAt" TIMESTAMPTZ(3),
    "endAt" TIMESTAMPTZ(3),
    "fixed" BOOLEAN NOT NULL DEFAULT false,
    "leftOver" BOOLEAN NOT NULL DEFAULT false,
    "changedBy" TEXT,
    "reasons" JSONB NOT NULL,
    "conflicts" TEXT[],

    CONSTRAINT "PlanLine_pkey" PRIMARY KEY ("planId","caseId")
);

-- CreateIndex
CREATE UNIQUE INDEX "Certificate_personId_kind_number_key" ON "master"."Certificate"("personId", "kind", "number");

-- CreateIndex
CREATE INDEX "Absence_personId_from_idx" ON "master"."Absence"("personId", "from");

-- CreateIndex
CREATE UNIQUE INDEX "Plan_policyId_date_key" ON "master"."Plan"("policyId", "date");

-- CreateIndex
CREATE INDEX "PlanLine_caseId_idx" ON "master"."PlanLine"("caseId");

-- CreateIndex
CREATE INDEX "PlanLine_engineerId_startAt_idx" ON "master"."PlanLine"("engineerId", "startAt");

-- AddForeignKey
ALTER TABLE "master"."Certificate" ADD CONSTRAINT "Certificate_personId_fkey" FOREIGN KEY ("personId") REFERENCES "master"."Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "master"."Absence" ADD CONSTRAINT "Absence_personId_fkey" FOREIGN KEY ("personId") REFERENCES "master"."Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "master"."PlanLine" ADD CONSTRAINT "PlanLine_planId_fkey" FOREIGN KEY ("planId") REFERENCES "master"."Plan"("id") ON DELETE CASCADE ON UPDATE CASCADE;


