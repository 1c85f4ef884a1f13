-- What became of an audit that was not passed: who was told, and when what it found was put right.
ALTER TABLE "master"."PartnerAudit"
    ADD COLUMN "toldAt" TIMESTAMPTZ(3),
    ADD COLUMN "correctedOn" DATE,
    ADD COLUMN "correction" TEXT,
    ADD COLUMN "correctedBy" TEXT,
    ADD COLUMN "correctedAt" TIMESTAMPTZ(3);
-- Nobody is told now of what lies long behind.
UPDATE "master"."PartnerAudit" SET "toldAt" = "enteredAt" WHERE "inspection" = 'failed';
-- What was known of a partner's people was erased.
ALTER TABLE "master"."Partner" ADD COLUMN "erasedAt" TIMESTAMPTZ(3);
