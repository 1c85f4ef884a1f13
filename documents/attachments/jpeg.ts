/** The segments of a JPEG that say something about it beside the picture: Exif and XMP, IPTC, comments. */

const START_OF_SCAN = 0xda;
/** APP1 to APP13, APP15 and comments; APP0 (JFIF) and APP14 (Adobe, how colours are coded) belong to the picture. */
const isMetadata = (marker: number): boolean => (marker > 0xe0 && marker < 0xee) || marker === 0xef || marker === 0xfe;

/** The JPEG without them; what follows a broken segment stays as it is. */
export function withoutSegments(jpeg: Buffer): Buffer {
  const kept: Buffer[] = [jpeg.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= jpeg.length && jpeg[at] === 0xff && jpeg[at + 1] !== START_OF_SCAN) {
    const next = at + 2 + jpeg.readUInt16BE(at + 2);
    if (!isMetadata(jpeg[at + 1]!)) kept.push(jpeg.subarray(at, next));
    at = next;
  }
  return Buffer.concat([...kept, jpeg.subarray(at)]);
}
