-- CreateTable
CREATE TABLE "master"."CareTask" (
    "id" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,
    "ruleId" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "siteId" TEXT,
    "assetId" TEXT,
    "region" TEXT,
    "owner" TEXT NOT NULL,
    "plannedOn" DATE NOT NULL,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "status" TEXT NOT NULL DEFAULT 'open',
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "nextAttemptAt" TIMESTAMPTZ(3),
    "satisfied" BOOLEAN,
    "result" JSONB,
    "caseId" TEXT,
    "doneAt" TIMESTAMPTZ(3),
    "doneBy" TEXT,
    "clauses" TEXT[],

    CONSTRAINT "CareTask_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."CareAttempt" (
    "taskId" TEXT NOT NULL,
    "no" INTEGER NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "by" TEXT NOT NULL,
    "reached" BOOLEAN NOT NULL,
    "satisfied" BOOLEAN,
    "answers" JSONB,
    "note" TEXT,

    CONSTRAINT "CareAttempt_pkey" PRIMARY KEY ("taskId","no")
);

-- CreateTable
CREATE TABLE "master"."CarePass" (
    "policyId" TEXT NOT NULL,
    "pass" TEXT NOT NULL,
    "on" DATE NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "CarePass_pkey" PRIMARY KEY ("policyId","pass")
);

-- CreateTable
CREATE TABLE "master"."Survey" (
    "id" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,
    "policyHash" TEXT NOT NULL,
    "surveyId" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "keyCustomer" BOOLEAN NOT NULL,
    "caseId" TEXT,
    "assetId" TEXT,
    "product" TEXT,
    "engineerId" TEXT,
    "token" TEXT NOT NULL,
    "sentAt" TIMESTAMPTZ(3) NOT NULL,
    "dueAt" TIMESTAMPTZ(3) NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "reminded" INTEGER NOT NULL DEFAULT 0,
    "returnedAt" TIMESTAMPTZ(3),
    "returnedBy" TEXT,
    "recordedBy" TEXT,
    "answers" JSONB,
    "score" DOUBLE PRECISION,
    "bad" BOOLEAN NOT NULL DEFAULT false,
    "complaintId" TEXT,

    CONSTRAINT "Survey_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."Report" (
    "id" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,
    "policyHash" TEXT NOT NULL,
    "reportId" TEXT NOT NULL,
    "from" DATE NOT NULL,
    "to" DATE NOT NULL,
    "madeAt" TIMESTAMPTZ(3) NOT NULL,
    "figures" JSONB NOT NULL,
    "sha256" TEXT NOT NULL,
    "xlsxId" TEXT NOT NULL,
    "pdfId" TEXT NOT NULL,

    CONSTRAINT "Report_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "CareTask_status_dueAt_idx" ON "master"."CareTask"("status", "dueAt");

-- CreateIndex
CREATE INDEX "CareTask_policyId_ruleId_plannedOn_idx" ON "master"."CareTask"("policyId", "ruleId", "plannedOn");

-- CreateIndex
CREATE INDEX "CareTask_customerId_status_idx" ON "master"."CareTask"("customerId", "status");

-- CreateIndex
CREATE INDEX "CareTask_doneAt_idx" ON "master"."CareTask"("doneAt");

-- CreateIndex
CREATE INDEX "CareAttempt_at_idx" ON "master"."CareAttempt"("at");

-- CreateIndex
CREATE UNIQUE INDEX "Survey_token_key" ON "master"."Survey"("token");

-- CreateIndex
CREATE INDEX "Survey_policyId_surveyId_sentAt_idx" ON "master"."Survey"("policyId", "surveyId", "sentAt");

-- CreateIndex
CREATE INDEX "Survey_customerId_idx" ON "master"."Survey"("customerId");

-- CreateIndex
CREATE INDEX "Survey_returnedAt_dueAt_idx" ON "master"."Survey"("returnedAt", "dueAt");

-- CreateIndex
CREATE INDEX "Report_policyId_from_idx" ON "master"."Report"("policyId", "from");

-- CreateIndex
CREATE UNIQUE INDEX "Report_policyId_reportId_from_key" ON "master"."Report"("policyId", "reportId", "from");

-- AddForeignKey
ALTER TABLE "master"."CareAttempt" ADD CONSTRAINT "CareAttempt_taskId_fkey" FOREIGN KEY ("taskId") REFERENCES "master"."CareTask"("id") ON DELETE RESTRICT ON UPDATE CASCADE;



-- CreateIndex
CREATE INDEX "Step_recordedAt_idx" ON "cases"."Step"("recordedAt");
