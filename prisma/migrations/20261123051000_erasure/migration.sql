-- AlterTable
ALTER TABLE "master"."Customer" ADD COLUMN     "erasedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "master"."Person" ADD COLUMN     "erasedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "master"."Text" ADD COLUMN     "erasedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "master"."Mail" ADD COLUMN     "erasedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "master"."LegalHold" (
    "id" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "placedBy" TEXT NOT NULL,
    "placedAt" TIMESTAMPTZ(3) NOT NULL,
    "liftedBy" TEXT,
    "liftedAt" TIMESTAMPTZ(3),
    "liftReason" TEXT,

    CONSTRAINT "LegalHold_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."Erasure" (
    "n" INTEGER NOT NULL,
    "subject" TEXT NOT NULL,
    "subjectId" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "what" JSONB NOT NULL,
    "previous" TEXT NOT NULL,
    "chain" TEXT NOT NULL,

    CONSTRAINT "Erasure_pkey" PRIMARY KEY ("n")
);

-- CreateIndex
CREATE INDEX "LegalHold_subject_subjectId_idx" ON "master"."LegalHold"("subject", "subjectId");

-- CreateIndex
CREATE UNIQUE INDEX "Erasure_chain_key" ON "master"."Erasure"("chain");

-- CreateIndex
CREATE INDEX "Erasure_subject_subjectId_idx" ON "master"."Erasure"("subject", "subjectId");
