-- Versions of records that people change. The database raises them, so that no writer can forget it: the API, an import,
-- a case that notes an exchange, an erasure.
CREATE FUNCTION "master".raise_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NEW."version" := OLD."version" + 1;
  RETURN NEW;
END $$;

ALTER TABLE "master"."Customer" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;
CREATE TRIGGER "Customer_version" BEFORE UPDATE ON "master"."Customer" FOR EACH ROW EXECUTE FUNCTION "master".raise_version();

ALTER TABLE "master"."Site" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;
CREATE TRIGGER "Site_version" BEFORE UPDATE ON "master"."Site" FOR EACH ROW EXECUTE FUNCTION "master".raise_version();

ALTER TABLE "master"."Asset" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;
CREATE TRIGGER "Asset_version" BEFORE UPDATE ON "master"."Asset" FOR EACH ROW EXECUTE FUNCTION "master".raise_version();

ALTER TABLE "master"."Person" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;
CREATE TRIGGER "Person_version" BEFORE UPDATE ON "master"."Person" FOR EACH ROW EXECUTE FUNCTION "master".raise_version();

ALTER TABLE "master"."Duty" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;
CREATE TRIGGER "Duty_version" BEFORE UPDATE ON "master"."Duty" FOR EACH ROW EXECUTE FUNCTION "master".raise_version();

ALTER TABLE "master"."Certificate" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;
CREATE TRIGGER "Certificate_version" BEFORE UPDATE ON "master"."Certificate" FOR EACH ROW EXECUTE FUNCTION "master".raise_version();

ALTER TABLE "master"."Absence" ADD COLUMN     "version" INTEGER NOT NULL DEFAULT 1;
CREATE TRIGGER "Absence_version" BEFORE UPDATE ON "master"."Absence" FOR EACH ROW EXECUTE FUNCTION "master".raise_version();
