-- AlterTable
ALTER TABLE "master"."CareTask" ADD COLUMN     "visitedCaseId" TEXT;
