import { defineConfig } from 'prisma/config';

export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
  // `generate` wants an address but never connects: the placeholder serves machines that have no database yet.
  datasource: { url: process.env.DATABASE_URL || 'postgresql://placeholder@127.0.0.1:5432/placeholder' },
});
