-- A paper may be asked for once its case has ended: no step of the case asked for it then.
ALTER TABLE "master"."Document" ADD COLUMN "late" BOOLEAN NOT NULL DEFAULT false;
