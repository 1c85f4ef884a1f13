-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "cases";

-- CreateSchema
CREATE SCHEMA IF NOT EXISTS "master";

-- CreateTable
CREATE TABLE "cases"."Case" (
    "id" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,
    "policyVersion" TEXT NOT NULL,
    "policyHash" TEXT NOT NULL,
    "level" TEXT,
    "region" TEXT,
    "customerId" TEXT NOT NULL,
    "siteId" TEXT,
    "assetId" TEXT,
    "dispatcherId" TEXT,
    "engineerId" TEXT,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "closedAt" TIMESTAMPTZ(3),
    "nextDueAt" TIMESTAMPTZ(3),
    "nextDueClock" TEXT,
    "breached" BOOLEAN NOT NULL DEFAULT false,
    "escalationLevel" INTEGER NOT NULL DEFAULT 0,
    "seq" INTEGER NOT NULL,
    "state" JSONB NOT NULL,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Case_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cases"."Step" (
    "caseId" TEXT NOT NULL,
    "seq" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,
    "recordedAt" TIMESTAMPTZ(3) NOT NULL,
    "causeType" TEXT NOT NULL,
    "causeName" TEXT NOT NULL,
    "actorId" TEXT,
    "actorRole" TEXT,
    "requestId" TEXT,
    "receivedAt" TIMESTAMPTZ(3),
    "occurredAt" TIMESTAMPTZ(3),
    "events" JSONB NOT NULL,
    "writtenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "position" BIGSERIAL NOT NULL,

    CONSTRAINT "Step_pkey" PRIMARY KEY ("caseId","seq")
);

-- CreateTable
CREATE TABLE "cases"."Clock" (
    "caseId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "milestone" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3),
    "warnAt" TIMESTAMPTZ(3),
    "dueAt" TIMESTAMPTZ(3),
    "warnedAt" TIMESTAMPTZ(3),
    "breachedAt" TIMESTAMPTZ(3),
    "metAt" TIMESTAMPTZ(3),
    "stoppedBecause" TEXT,
    "provisional" BOOLEAN NOT NULL DEFAULT false,
    "pauses" JSONB NOT NULL,
    "extendedMs" BIGINT NOT NULL DEFAULT 0,
    "clauses" TEXT[],
    "target" JSONB NOT NULL,

    CONSTRAINT "Clock_pkey" PRIMARY KEY ("caseId","key")
);

-- CreateTable
CREATE TABLE "cases"."Escalation" (
    "caseId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "cause" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "clock" TEXT,
    "ladder" TEXT NOT NULL,
    "level" INTEGER NOT NULL,
    "role" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "raisedAt" TIMESTAMPTZ(3) NOT NULL,
    "people" TEXT[],
    "acknowledgedBy" TEXT,
    "acknowledgedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "endedBecause" TEXT,
    "repeats" INTEGER NOT NULL DEFAULT 0,
    "nextAt" TIMESTAMPTZ(3),
    "clauses" TEXT[],

    CONSTRAINT "Escalation_pkey" PRIMARY KEY ("caseId","key")
);

-- CreateTable
CREATE TABLE "cases"."Notice" (
    "key" TEXT NOT NULL,
    "caseId" TEXT,
    "seq" INTEGER,
    "template" TEXT NOT NULL,
    "to" TEXT NOT NULL,
    "params" JSONB NOT NULL,
    "clauses" TEXT[],
    "status" TEXT NOT NULL DEFAULT 'pending',
    "messageId" TEXT,
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "sentAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Notice_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "cases"."Alarm" (
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "caseId" TEXT,
    "detail" JSONB NOT NULL,
    "raisedAt" TIMESTAMPTZ(3) NOT NULL,
    "clearedAt" TIMESTAMPTZ(3),
    "clearedBy" TEXT,

    CONSTRAINT "Alarm_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "master"."Customer" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "phone" TEXT,
    "email" TEXT,
    "address" TEXT,
    "region" TEXT,
    "class" TEXT NOT NULL DEFAULT 'ordinary',
    "language" TEXT NOT NULL DEFAULT 'zh',
    "key" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Customer_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."Site" (
    "id" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "contact" TEXT,
    "phone" TEXT,
    "region" TEXT,
    "outOfTown" BOOLEAN NOT NULL DEFAULT false,
    "travelMin" INTEGER,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Site_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."Asset" (
    "id" TEXT NOT NULL,
    "customerId" TEXT NOT NULL,
    "siteId" TEXT,
    "product" TEXT NOT NULL,
    "model" TEXT NOT NULL,
    "serialNo" TEXT NOT NULL,
    "soldByUs" BOOLEAN NOT NULL DEFAULT true,
    "saleDate" DATE,
    "installedOn" DATE,
    "warrantyMonths" INTEGER,
    "warrantyFrom" DATE,
    "contractUntil" DATE,
    "weightKg" DECIMAL(10,3),
    "volumeM3" DECIMAL(10,4),
    "depositFen" INTEGER,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Asset_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."Person" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT,
    "phone" TEXT,
    "role" TEXT NOT NULL,
    "regions" TEXT[],
    "skills" TEXT[],
    "qualified" BOOLEAN NOT NULL DEFAULT true,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "language" TEXT NOT NULL DEFAULT 'zh',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Person_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."Duty" (
    "id" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "policyId" TEXT,
    "region" TEXT,
    "from" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3),
    "deputyId" TEXT,
    "awayFrom" TIMESTAMPTZ(3),
    "awayUntil" TIMESTAMPTZ(3),

    CONSTRAINT "Duty_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."Text" (
    "id" TEXT NOT NULL,
    "caseId" TEXT,
    "kind" TEXT NOT NULL,
    "body" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "authorId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Text_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."Mail" (
    "messageId" TEXT NOT NULL,
    "noticeKey" TEXT NOT NULL,
    "caseId" TEXT,
    "to" TEXT[],
    "subject" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "html" TEXT NOT NULL,
    "sentAt" TIMESTAMPTZ(3),
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Mail_pkey" PRIMARY KEY ("messageId")
);

-- CreateTable
CREATE TABLE "master"."RequestKey" (
    "actorId" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "action" TEXT NOT NULL,
    "fingerprint" TEXT NOT NULL,
    "caseId" TEXT,
    "receivedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RequestKey_pkey" PRIMARY KEY ("actorId","key")
);

-- CreateTable
CREATE TABLE "master"."CaseCounter" (
    "kind" TEXT NOT NULL,
    "year" INTEGER NOT NULL,
    "last" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "CaseCounter_pkey" PRIMARY KEY ("kind","year")
);

-- CreateTable
CREATE TABLE "master"."PolicyVersion" (
    "hash" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "publishedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PolicyVersion_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "master"."AccessLog" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actorId" TEXT,
    "method" TEXT NOT NULL,
    "route" TEXT NOT NULL,
    "status" INTEGER NOT NULL,
    "code" TEXT,
    "requestId" TEXT,
    "caseId" TEXT,

    CONSTRAINT "AccessLog_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."AuthUser" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "email" TEXT NOT NULL,
    "emailVerified" BOOLEAN NOT NULL DEFAULT false,
    "image" TEXT,
    "personId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuthUser_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."AuthSession" (
    "id" TEXT NOT NULL,
    "token" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "ipAddress" TEXT,
    "userAgent" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuthSession_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."AuthCredential" (
    "id" TEXT NOT NULL,
    "accountId" TEXT NOT NULL,
    "providerId" TEXT NOT NULL,
    "userId" TEXT NOT NULL,
    "accessToken" TEXT,
    "refreshToken" TEXT,
    "idToken" TEXT,
    "accessTokenExpiresAt" TIMESTAMPTZ(3),
    "refreshTokenExpiresAt" TIMESTAMPTZ(3),
    "scope" TEXT,
    "password" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuthCredential_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "master"."AuthVerification" (
    "id" TEXT NOT NULL,
    "identifier" TEXT NOT NULL,
    "value" TEXT NOT NULL,
    "expiresAt" TIMESTAMPTZ(3) NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "AuthVerification_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Case_status_nextDueAt_idx" ON "cases"."Case"("status", "nextDueAt");

-- CreateIndex
CREATE INDEX "Case_engineerId_status_idx" ON "cases"."Case"("engineerId", "status");

-- CreateIndex
CREATE INDEX "Case_region_status_idx" ON "cases"."Case"("region", "status");

-- CreateIndex
CREATE INDEX "Case_customerId_idx" ON "cases"."Case"("customerId");

-- CreateIndex
CREATE INDEX "Case_openedAt_idx" ON "cases"."Case"("openedAt");

-- CreateIndex
CREATE UNIQUE INDEX "Step_position_key" ON "cases"."Step"("position");

-- CreateIndex
CREATE INDEX "Clock_status_dueAt_idx" ON "cases"."Clock"("status", "dueAt");

-- CreateIndex
CREATE INDEX "Clock_provisional_status_idx" ON "cases"."Clock"("provisional", "status");

-- CreateIndex
CREATE INDEX "Escalation_status_raisedAt_idx" ON "cases"."Escalation"("status", "raisedAt");

-- CreateIndex
CREATE INDEX "Notice_caseId_idx" ON "cases"."Notice"("caseId");

-- CreateIndex
CREATE INDEX "Notice_status_createdAt_idx" ON "cases"."Notice"("status", "createdAt");

-- CreateIndex
CREATE INDEX "Alarm_clearedAt_raisedAt_idx" ON "cases"."Alarm"("clearedAt", "raisedAt");

-- CreateIndex
CREATE INDEX "Customer_name_idx" ON "master"."Customer"("name");

-- CreateIndex
CREATE INDEX "Customer_phone_idx" ON "master"."Customer"("phone");

-- CreateIndex
CREATE INDEX "Site_customerId_idx" ON "master"."Site"("customerId");

-- CreateIndex
CREATE UNIQUE INDEX "Asset_serialNo_key" ON "master"."Asset"("serialNo");

-- CreateIndex
CREATE INDEX "Asset_customerId_idx" ON "master"."Asset"("customerId");

-- CreateIndex
CREATE INDEX "Person_role_active_idx" ON "master"."Person"("role", "active");

-- CreateIndex
CREATE INDEX "Duty_role_policyId_region_idx" ON "master"."Duty"("role", "policyId", "region");

-- CreateIndex
CREATE INDEX "Text_caseId_idx" ON "master"."Text"("caseId");

-- CreateIndex
CREATE UNIQUE INDEX "Mail_noticeKey_key" ON "master"."Mail"("noticeKey");

-- CreateIndex
CREATE INDEX "Mail_caseId_idx" ON "master"."Mail"("caseId");

-- CreateIndex
CREATE INDEX "RequestKey_receivedAt_idx" ON "master"."RequestKey"("receivedAt");

-- CreateIndex
CREATE UNIQUE INDEX "PolicyVersion_policyId_version_hash_key" ON "master"."PolicyVersion"("policyId", "version", "hash");

-- CreateIndex
CREATE INDEX "AccessLog_at_idx" ON "master"."AccessLog"("at");

-- CreateIndex
CREATE INDEX "AccessLog_caseId_idx" ON "master"."AccessLog"("caseId");

-- CreateIndex
CREATE UNIQUE INDEX "AuthUser_email_key" ON "master"."AuthUser"("email");

-- CreateIndex
CREATE UNIQUE INDEX "AuthUser_personId_key" ON "master"."AuthUser"("personId");

-- CreateIndex
CREATE UNIQUE INDEX "AuthSession_token_key" ON "master"."AuthSession"("token");

-- CreateIndex
CREATE INDEX "AuthSession_userId_idx" ON "master"."AuthSession"("userId");

-- CreateIndex
CREATE INDEX "AuthCredential_userId_idx" ON "master"."AuthCredential"("userId");

-- CreateIndex
CREATE INDEX "AuthVerification_identifier_idx" ON "master"."AuthVerification"("identifier");

-- AddForeignKey
ALTER TABLE "master"."Site" ADD CONSTRAINT "Site_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "master"."Customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "master"."Asset" ADD CONSTRAINT "Asset_customerId_fkey" FOREIGN KEY ("customerId") REFERENCES "master"."Customer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "master"."Asset" ADD CONSTRAINT "Asset_siteId_fkey" FOREIGN KEY ("siteId") REFERENCES "master"."Site"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "master"."Duty" ADD CONSTRAINT "Duty_personId_fkey" FOREIGN KEY ("personId") REFERENCES "master"."Person"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "master"."AuthSession" ADD CONSTRAINT "AuthSession_userId_fkey" FOREIGN KEY ("userId") REFERENCES "master"."AuthUser"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "master"."AuthCredential" ADD CONSTRAINT "AuthCredential_userId_fkey" FOREIGN KEY ("userId") REFERENCES "master"."AuthUser"("id") ON DELETE CASCADE ON UPDATE CASCADE;


