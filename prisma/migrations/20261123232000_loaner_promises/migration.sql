-- A loaner that is just being given to a case is not given to another one.
ALTER TABLE "master"."LoanerUnit" ADD COLUMN "promisedTo" TEXT, ADD COLUMN "promisedAt" TIMESTAMPTZ(3);
