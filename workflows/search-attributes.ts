/** The search attributes of a case. Never encrypted, so never personal; lists and counts come from PostgreSQL. */
import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';

export const caseKind = defineSearchAttributeKey('CaseKind', SearchAttributeType.KEYWORD);
export const policyId = defineSearchAttributeKey('PolicyId', SearchAttributeType.KEYWORD);
export const caseStatus = defineSearchAttributeKey('CaseStatus', SearchAttributeType.KEYWORD);
export const escalationLevelAttribute = defineSearchAttributeKey('EscalationLevel', SearchAttributeType.INT);
export const slaBreached = defineSearchAttributeKey('SlaBreached', SearchAttributeType.BOOL);
