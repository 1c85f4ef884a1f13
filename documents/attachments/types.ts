/** What may be attached to a case, told by its bytes and never by what somebody calls it. */

/** Most bytes of one attachment: a photograph of a good telephone has half of it. */
export const ATTACHMENT_BYTES = 10 * 1024 * 1024;

const endings = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
  'application/pdf': 'pdf',
} as const;
export type AttachmentType = keyof typeof endings;
export const attachmentTypes = Object.keys(endings) as AttachmentType[];

/** How a file of this type ends. */
export function endingOf(type: AttachmentType): string {
  return endings[type];
}

/** The type that the first bytes say; undefined for anything else. */
export function typeOf(bytes: Buffer): AttachmentType | undefined {
  const begins = (text: string, at = 0): boolean =>
    bytes.subarray(at, at + text.length).equals(Buffer.from(text, 'latin1'));
  if (begins('\xff\xd8\xff')) return 'image/jpeg';
  if (begins('\x89PNG\r\n\x1a\n')) return 'image/png';
  if (begins('RIFF') && begins('WEBP', 8)) return 'image/webp';
  return begins('%PDF-') ? 'application/pdf' : undefined;
}

/** The file is broken, locked or too much to open. */
export class Unreadable extends Error {
  constructor(
    readonly zh: string,
    readonly en: string,
    options?: ErrorOptions,
  ) {
    super(en, options);
    this.name = 'Unreadable';
  }
}
