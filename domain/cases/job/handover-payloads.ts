/** The payloads of handing equipment or goods over: desks, count, acceptance. What people wrote is a reference. */
import { z } from 'zod';
import { code, recordId, textRef } from '../payload';
import { passedItems } from './payloads';

/** Who was there: a record without either side is refused (C-SEC-1.1-b, O-8.1). */
const bothSides = {
  customerSide: textRef.describe('who was there for the customer'),
  companySide: z.array(recordId).min(1).max(20).describe('who was there for the company'),
};

export const addDepartment = z.strictObject({
  name: textRef.describe('department and desk that a part of the delivery is for'),
  pieces: z.int().positive().max(100_000).default(1),
});

export const deliverToDesk = z.strictObject({
  department: z.int().positive().describe('number of the department in the list of the delivery'),
  receivedBy: textRef.optional().describe('who took it'),
});

export const checkGoods = z.strictObject({
  goods: z
    .array(
      z.strictObject({
        item: code.describe('model or number of the goods'),
        listed: z.int().nonnegative().max(100_000).describe('how many the list says'),
        counted: z.int().nonnegative().max(100_000).describe('how many the user counted'),
        sound: z.boolean().describe('nothing wrong to be seen'),
      }),
    )
    .min(1)
    .max(200),
  ...bothSides,
  text: textRef.optional().describe('what is missing or damaged'),
});

export const recordAcceptance = z.strictObject({
  accepted: z.boolean(),
  tests: passedItems.max(100).default([]).describe('what was tested before'),
  signedByCustomer: z.boolean(),
  signedByCompany: z.boolean(),
  ...bothSides,
  text: textRef.optional().describe('remarks; needed where it is not accepted'),
});
