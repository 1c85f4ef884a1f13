-- Who signed which content of a policy, and as what (S-0-b): each role once, and nobody in two.
CREATE TABLE "master"."PolicySignoff" (
    "hash" TEXT NOT NULL,
    "as" TEXT NOT NULL,
    "policyId" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "personId" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    CONSTRAINT "PolicySignoff_pkey" PRIMARY KEY ("policyId","hash","as")
);
CREATE UNIQUE INDEX "PolicySignoff_policyId_hash_personId_key" ON "master"."PolicySignoff"("policyId", "hash", "personId");
