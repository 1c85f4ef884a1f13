/** The font of every PDF: one weight of Noto Sans SC, which has Latin and Chinese. Comes with the npm packages. */
import { readFileSync } from 'node:fs';

let bytes: Buffer | undefined;

/** The font file, read once a process (10 MB); a PDF keeps only the letters that it uses. */
export function cjkFont(): Buffer {
  bytes ??= readFileSync(require.resolve('@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf'));
  return bytes;
}
