-- Versions that somebody wants to publish and that wait for their signatures (S-0-b): what is signed is one of these, or in force.
CREATE TABLE "master"."PolicyProposal" (
    "policyId" TEXT NOT NULL,
    "hash" TEXT NOT NULL,
    "version" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "proposedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    CONSTRAINT "PolicyProposal_pkey" PRIMARY KEY ("policyId","hash")
);
