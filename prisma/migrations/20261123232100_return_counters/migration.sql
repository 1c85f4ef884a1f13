-- Who entered that a special return was sent, and who counted what came in.
ALTER TABLE "master"."PartnerReturn" ADD COLUMN "sentBy" TEXT, ADD COLUMN "receivedBy" TEXT;
