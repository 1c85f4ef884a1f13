/** The shipped policies as a repair carries them, the visit rules laid over them. */
import { repairUnder } from '../../policy/shipped';

export const nanjing = repairUnder('auto-equipment-nanjing', { visit: true });
export const chongqing = repairUnder('security-projects-chongqing', { visit: true });
export const sendIn = repairUnder('electronics-send-in', { visit: true });

/** Facts under which a repair is free. */
export const inNanjingWarranty = { soldByUs: true, inWarranty: true, proofShown: true, functionalFault: true };
export const underContract = { contractActive: true };
export const inSendInWarranty = {
  purchaseDateKnown: true,
  purchaseDate: '2026-01-15',
  inWarranty: true,
  qualityProblem: true,
  trackingNoKnown: true,
};
