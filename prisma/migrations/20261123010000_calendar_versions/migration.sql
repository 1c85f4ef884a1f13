-- CreateTable
CREATE TABLE "master"."CalendarVersion" (
    "hash" TEXT NOT NULL,
    "calendarId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "publishedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "CalendarVersion_pkey" PRIMARY KEY ("hash")
);

-- CreateIndex
CREATE INDEX "CalendarVersion_calendarId_idx" ON "master"."CalendarVersion"("calendarId");
