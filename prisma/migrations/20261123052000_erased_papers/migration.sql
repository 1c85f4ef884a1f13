-- AlterTable
ALTER TABLE "master"."Document" ADD COLUMN     "erasedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "master"."Attachment" ADD COLUMN     "erasedAt" TIMESTAMPTZ(3);
