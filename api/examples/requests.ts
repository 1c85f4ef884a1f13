/** An example of each request with a JSON body. Those of actions stand in `payloads.ts`. A test holds each against its schema. */
import { caseRequests } from './requests-cases';
import { departmentRequests } from './requests-department';
import { masterRequests } from './requests-master';
import { partnerRequests } from './requests-partners';
import type { RequestExamples } from './types';

export const requestExamples: RequestExamples = {
  ...caseRequests,
  ...masterRequests,
  ...departmentRequests,
  ...partnerRequests,
};
