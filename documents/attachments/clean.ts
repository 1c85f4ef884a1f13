/**
 * Takes out of an attachment what the sender did not mean to show: where and with what it was taken, by whom it was
 * written, what hides behind its end. What can be seen stays.
 */
import sharp from 'sharp';
import { cleanPdf } from './clean-pdf';
import { Unreadable, type AttachmentType } from './types';

/** Far beyond any camera, far below what a made-up header could ask memory for. */
const PIXELS = 100_000_000;
/** Good enough to read a type plate by. */
const QUALITY = 90;

// One picture at a time on one core: uploads must not starve the requests beside them.
sharp.concurrency(1);
sharp.cache(false);

/**
 * The attachment without metadata. Pictures are decoded and written anew, upright and in sRGB, so whatever is no picture
 * does not survive. The same bytes give the same.
 * @throws Unreadable where it is broken, locked, or not what its first bytes say
 */
export async function clean(bytes: Buffer, type: AttachmentType): Promise<Buffer> {
  if (type === 'application/pdf') return cleanPdf(bytes);
  try {
    const upright = sharp(bytes, { limitInputPixels: PIXELS, failOn: 'error' }).rotate();
    if (type === 'image/png') return await upright.png().toBuffer();
    if (type === 'image/webp') return await upright.webp({ quality: QUALITY }).toBuffer();
    return await upright.jpeg({ quality: QUALITY }).toBuffer();
  } catch (cause) {
    throw new Unreadable('图片已损坏或过大，无法读取', 'The picture is broken or too large to be read', { cause });
  }
}
