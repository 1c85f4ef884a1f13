-- The archive of makers' technical documents (N-2.3-6).
CREATE TABLE "master"."MakerDocument" (
    "id" TEXT NOT NULL,
    "product" TEXT NOT NULL,
    "model" TEXT,
    "maker" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "edition" TEXT,
    "type" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "size" INTEGER NOT NULL,
    "givenSha256" TEXT NOT NULL,
    "by" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL,
    "withdrawnAt" TIMESTAMPTZ(3),
    "withdrawnBy" TEXT,
    CONSTRAINT "MakerDocument_pkey" PRIMARY KEY ("id")
);
CREATE INDEX "MakerDocument_product_model_idx" ON "master"."MakerDocument"("product", "model");
CREATE INDEX "MakerDocument_sha256_idx" ON "master"."MakerDocument"("sha256");
