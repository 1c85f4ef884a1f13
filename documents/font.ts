/** The font of every PDF: one weight of Noto Sans SC, which has Latin and Chinese. Comes with the npm packages. */
import { readFileSync } from 'node:fs';
import { create, type Font } from 'fontkit';

let opened: Font | undefined;

/**
 * The font, opened once a process (10 MB): reading its tables anew costs more than printing a page. It keeps nothing of
 * the document that it is used for; a PDF holds only the letters that it uses.
 */
export function cjkFont(): Font {
  opened ??= create(
    readFileSync(require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf')),
  ) as Font;
  return opened;
}
