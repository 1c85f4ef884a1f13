/** Files that an action names: only one that was uploaded to this very case is attached to it. */
import type { TextRef } from '../../domain/cases/record';
import type { PrismaClient } from '../../prisma/generated/client';
import { refuse } from '../http/problem';

/** Refuses an attachment that nobody uploaded to the case, or whose hash is another. */
export async function checkNamedFiles(
  prisma: PrismaClient,
  { attachment }: Readonly<Record<string, unknown>>,
  caseId: string,
): Promise<void> {
  if (attachment === undefined) return;
  const { id, sha256 } = attachment as TextRef;
  if ((await prisma.attachment.count({ where: { id, caseId, sha256 } })) === 0)
    throw refuse('invalid_request', '此案件没有上传过这个附件', 'No such file was uploaded to this case', {
      field: 'attachment',
    });
}
