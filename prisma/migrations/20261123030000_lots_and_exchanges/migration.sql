-- AlterTable
ALTER TABLE "master"."Asset" ADD COLUMN "exchangedOn" DATE,
ADD COLUMN "lotNo" TEXT,
ADD COLUMN "replacedBy" TEXT;

-- CreateIndex
CREATE INDEX "Asset_lotNo_idx" ON "master"."Asset"("lotNo");
