/** Files as people send them, with what they do not mean to show. */
import { PDFDocument, PDFName, PDFString } from '@cantoo/pdf-lib';
import sharp from 'sharp';

/** Stands in every place where a file may name somebody. */
export const secret = 'GPS-31.2304-121.4737-WANG';
const picture = { create: { width: 40, height: 20, channels: 3, background: '#a03020' } } as const;

/** A picture 40 wide and 20 high, taken with the camera on its side, that says where and by whom. */
export async function photograph(type: 'image/jpeg' | 'image/png' | 'image/webp'): Promise<Buffer> {
  const taken = sharp(picture).withMetadata({
    orientation: 6,
    exif: { IFD0: { Artist: secret, Copyright: secret }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '31/1 13/1 49/1' } },
  });
  if (type === 'image/png') return taken.png().toBuffer();
  return type === 'image/webp' ? taken.webp().toBuffer() : taken.jpeg().toBuffer();
}

/** A letter with an author, a script, a link, a stamp, an attached file, and a photograph of a telephone. */
export async function letter(): Promise<Buffer> {
  const pdf = await PDFDocument.create();
  pdf.setAuthor(secret);
  const page = pdf.addPage([300, 200]);
  page.drawText('Delivery note 12', { x: 20, y: 150 });
  page.drawImage(await pdf.embedJpg(await photograph('image/jpeg')), { x: 20, y: 20, width: 80, height: 40 });
  pdf.addJavaScript('open', `app.alert('${secret}')`);
  await pdf.attach(Buffer.from(secret), 'secret.txt');
  const look = pdf.context.register(
    pdf.context.stream('0 0 10 10 re f', { Type: 'XObject', Subtype: 'Form', BBox: [0, 0, 10, 10] }),
  );
  const mark = (more: object) =>
    pdf.context.register(pdf.context.obj({ Type: 'Annot', Rect: [10, 10, 20, 20], T: PDFString.of(secret), ...more }));
  page.node.set(
    PDFName.of('Annots'),
    pdf.context.obj([
      mark({ Subtype: 'Stamp', AP: { N: look } }),
      mark({ Subtype: 'Link', A: { S: 'URI', URI: PDFString.of(`http://${secret}`) } }),
    ]),
  );
  return Buffer.from(await pdf.save({ useObjectStreams: false }));
}
