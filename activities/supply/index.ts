/** The activities of parts, files and partners, bound to their dependencies. */
import type { PrismaClient } from '../../prisma/generated/client';
import type { PolicySource } from '../../domain/policy/source';
import type { SupplyActivities } from './contract';
import { supplyPass } from './pass';

export function createSupplyActivities(deps: { prisma: PrismaClient; policies: PolicySource }): SupplyActivities {
  return { supplyPass: (request) => supplyPass(deps, request) };
}
