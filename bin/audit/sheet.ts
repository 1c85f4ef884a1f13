/** The evidence sheet of a case for who has files only: the archive, the policies and this tool. */
import { Terms } from '../../api/cases/titles/terms';
import { procedures, type CaseAudit } from '../../audit/audit-case';
import type { ManifestLine } from '../../audit/archive/manifest';
import { evidenceSheet } from '../../audit/evidence';
import type { Language } from '../../domain/calendar/describe';
import type { Policy } from '../../domain/policy/schema';
import { readTitles } from '../../messages/policy-titles';

/**
 * Draws the sheet of an audit with derivations. Titles are those of the policy that the case pinned, where it is among these;
 * codes are shown as they are where it is not.
 * @param lines the archive's lines of the case; none where it was read from files
 */
export function sheetOf(
  audit: CaseAudit,
  { policies, language, lines }: { policies: readonly Policy[]; language: Language; lines: readonly ManifestLine[] },
): Promise<Buffer> {
  const policy = policies.find(({ id, version }) => id === audit.policy?.id && version === audit.policy.version);
  if (!policy) return evidenceSheet(audit, { language, lines });
  const titles = readTitles(policy);
  const terms = new Terms({
    ...{ policy: titles, kind: procedures[audit.kind]?.table },
    ...{ people: new Map<string, string>(), texts: new Map<string, string>() },
  });
  return evidenceSheet(audit, { language, lines, words: Object.assign(terms, { policy: titles.title }) });
}
