-- An end before its time can be taken back: which last day it took the place of.
ALTER TABLE "master"."PartnerRenewal"
    ADD COLUMN "early" BOOLEAN NOT NULL DEFAULT false,
    ADD COLUMN "insteadOf" DATE;
UPDATE "master"."PartnerRenewal" SET "early" = true WHERE "until" IS NULL AND "term" = '';
