/** What is taken out of attachments: where they were taken, who wrote them, what hides in them; and what is refused. */
import { PDFDocument } from '@cantoo/pdf-lib';
import sharp from 'sharp';
import { clean } from '../../documents/attachments/clean';
import { attachmentTypes, typeOf, Unreadable, type AttachmentType } from '../../documents/attachments/types';
import { withoutSegments } from '../../documents/attachments/jpeg';
import { letter, photograph, secret } from './attachment-files';

/** Everything that a PDF says, unpacked. */
async function unpacked(bytes: Buffer): Promise<string> {
  const pdf = await PDFDocument.load(bytes, { updateMetadata: false });
  return Buffer.from(await pdf.save({ useObjectStreams: false })).toString('latin1');
}

const pictures = ['image/jpeg', 'image/png', 'image/webp'] as const;

test.each(pictures)('%s: told by its bytes, upright, and without a word about where it was taken', async (type) => {
  const given = await photograph(type);
  expect((await sharp(given).metadata()).exif?.includes(secret)).toBe(true);
  expect(typeOf(given)).toBe(type);
  const kept = await clean(given, type);
  const { format, width, height, exif, xmp, iptc, orientation } = await sharp(kept).metadata();
  expect({ format: `image/${format}`, width, height }).toEqual({ format: type, width: 20, height: 40 });
  expect({ exif, xmp, iptc, orientation }).toEqual({});
  expect(kept.includes(secret)).toBe(false);
  expect((await clean(given, type)).equals(kept)).toBe(true);
});

test('a PDF keeps its page, its words and the stamp on it, and loses author, script, link, file and camera', async () => {
  const given = await letter();
  expect(given.includes('31/1') || given.includes(secret)).toBe(true);
  const kept = await clean(given, 'application/pdf');
  expect(typeOf(kept)).toBe('application/pdf');
  const words = await unpacked(kept);
  expect(words).not.toContain(secret);
  for (const gone of ['JavaScript', 'EmbeddedFile', '/URI', '/Author', '/Info', 'CreationDate', '/Link'])
    expect(words).not.toContain(gone);
  expect(words).toContain('/Stamp');
  expect(words).toContain('DCTDecode');
  const [page] = (await PDFDocument.load(kept)).getPages();
  expect(page!.getSize()).toEqual({ width: 300, height: 200 });
  expect((await clean(given, 'application/pdf')).equals(kept)).toBe(true);
});

test('what follows the end of a picture is not kept: no archive behind a photograph', async () => {
  const kept = await clean(
    Buffer.concat([await photograph('image/jpeg'), Buffer.from(`PK\x03\x04${secret}`)]),
    'image/jpeg',
  );
  expect(kept.includes(secret)).toBe(false);
});

test.each([
  ['half a photograph', async () => (await photograph('image/jpeg')).subarray(0, 400), 'image/jpeg'],
  ['a picture in name only', async () => Buffer.from('\xff\xd8\xff but no picture', 'latin1'), 'image/jpeg'],
  [
    'a PNG called WebP',
    async () => photograph('image/png').then((b) => Buffer.concat([Buffer.from('RIFF0000WEBP'), b])),
    'image/webp',
  ],
  ['a PDF of one line', async () => Buffer.from('%PDF-1.7\nnothing'), 'application/pdf'],
] as [string, () => Promise<Buffer>, AttachmentType][])('%s cannot be read', async (_what, make, type) => {
  const bytes = await make();
  expect(typeOf(bytes)).toBe(type);
  await expect(clean(bytes, type)).rejects.toThrow(Unreadable);
});

test.each([
  ['<html>', '<html><script>'],
  ['a program', 'MZ\x90\x00'],
  ['an SVG', '<svg xmlns="http://www.w3.org/2000/svg">'],
  ['a PDF that begins late', ' %PDF-1.7'],
  ['nothing', ''],
])('%s is none of the types', (_what, bytes) => {
  expect(typeOf(Buffer.from(bytes, 'latin1'))).toBeUndefined();
  expect(attachmentTypes).toHaveLength(4);
});

test('segments: comments and camera data go, the picture’s own stay, and a broken length ends the search', () => {
  const segment = (marker: number, body: string): Buffer =>
    Buffer.concat([Buffer.from([0xff, marker, 0, body.length + 2]), Buffer.from(body)]);
  const scan = Buffer.from([0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9]);
  const jpeg = Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, 'JFIF'),
    segment(0xe1, 'Exif'),
    segment(0xfe, 'me'),
    segment(0xee, 'Adobe'),
    scan,
  ]);
  expect(withoutSegments(jpeg)).toEqual(
    Buffer.concat([Buffer.from([0xff, 0xd8]), segment(0xe0, 'JFIF'), segment(0xee, 'Adobe'), scan]),
  );
  const broken = Buffer.from([0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff, 1, 2]);
  expect(withoutSegments(broken).length).toBeLessThanOrEqual(broken.length);
});
