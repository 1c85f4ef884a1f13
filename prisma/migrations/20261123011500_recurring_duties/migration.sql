-- AlterTable
ALTER TABLE "cases"."Notice" ADD COLUMN     "batch" TEXT,
ADD COLUMN     "customerId" TEXT,
ADD COLUMN     "files" TEXT[],
ADD COLUMN     "policyId" TEXT,
ADD COLUMN     "region" TEXT;

-- CreateTable
CREATE TABLE "cases"."Chore" (
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,
    "region" TEXT,
    "owner" TEXT NOT NULL,
    "subject" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "warnAt" TIMESTAMPTZ(3),
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'open',
    "warnedAt" TIMESTAMPTZ(3),
    "breachedAt" TIMESTAMPTZ(3),
    "level" INTEGER NOT NULL DEFAULT 0,
    "ladder" JSONB NOT NULL,
    "nextAt" TIMESTAMPTZ(3),
    "acknowledgedBy" TEXT,
    "acknowledgedAt" TIMESTAMPTZ(3),
    "doneAt" TIMESTAMPTZ(3),
    "doneBy" TEXT,
    "clauses" TEXT[],

    CONSTRAINT "Chore_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "master"."File" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "type" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "body" BYTEA NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "File_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Chore_status_dueAt_idx" ON "cases"."Chore"("status", "dueAt");

-- CreateIndex
CREATE INDEX "Chore_kind_policyId_dueAt_idx" ON "cases"."Chore"("kind", "policyId", "dueAt");

-- CreateIndex
CREATE INDEX "Notice_batch_status_idx" ON "cases"."Notice"("batch", "status");


