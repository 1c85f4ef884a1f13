/** An attachment as it was sent: its bytes, which have to be of the type that the request says. */
import { raw, type Request, type Response } from 'express';
import { ATTACHMENT_BYTES, attachmentTypes, typeOf, type AttachmentType } from '../../documents/attachments/types';
import { refuse } from '../http/problem';

const readBytes = raw({ limit: ATTACHMENT_BYTES, type: attachmentTypes });

/** Reads the body as bytes into `req.body`. Rejects with a refusal for another content type or more than the limit. */
export async function readUpload(req: Request, res: Response): Promise<void> {
  if (!req.is(attachmentTypes))
    throw refuse('unsupported_media', '只接受 JPEG、PNG、WebP 图片和 PDF', 'Only JPEG, PNG, WebP and PDF are taken', {
      in: 'header',
      field: 'content-type',
      allowed: attachmentTypes,
    });
  await new Promise<void>((done, failed) => {
    readBytes(req, res, (error?: Error & { type?: string }) => {
      if (!error) done();
      else failed(error.type === 'entity.too.large' ? tooLarge() : error);
    });
  });
}

function tooLarge(): Error {
  const mb = ATTACHMENT_BYTES / 1024 / 1024;
  return refuse('too_large', `附件不得超过 ${mb} MB`, `An attachment may have at most ${mb} MB`, {
    in: 'file',
    allowed: { maximum: ATTACHMENT_BYTES },
  });
}

/** The bytes with their type. Refuses none at all, and those of another type than the request says. */
export function uploadOf(req: Request): { bytes: Buffer; type: AttachmentType } {
  const bytes: unknown = req.body;
  if (!Buffer.isBuffer(bytes) || bytes.length === 0)
    throw refuse('malformed', '文件为空', 'The file is empty', { in: 'file' });
  const type = typeOf(bytes);
  const said = req.is(attachmentTypes);
  if (type === undefined || type !== said)
    throw refuse(
      'unsupported_media',
      `文件内容不是所称的类型（${String(said)}）`,
      `The bytes are not of the type that the request says (${String(said)})`,
      { in: 'header', field: 'content-type', allowed: type === undefined ? attachmentTypes : [type] },
    );
  return { bytes, type };
}
