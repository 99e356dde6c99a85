import { KmsKeywrapError } from '../../errors.ts';
import { openKeystore } from './keystore.ts';
import { openPem, openPkcs8 } from '../../formats/open/pkcs8.ts';
import type { Reading } from '../../formats/readings.ts';
import { formatRow, type Format } from '../../tables/formats.ts';

/** Whether a passphrase opens this format here. */
export const isOpened = (format: Format) =>
  format === 'pkcs8-encrypted' || format === 'pem-encrypted' || format === 'ethereum-keystore';

/** What else may be wrong than the passphrase. */
const elsewise = (format: Format) =>
  format === 'ethereum-keystore'
    ? 'a changed file fails its checksum in the same way'
    : 'a cipher that node does not have needs `openssl pkcs8 -provider legacy -provider default`';

/** What stands encrypted in a reading, opened with the passphrase; undefined where nothing does, or in a format that is not opened here. */
export function openReading({ structure, content, layers }: Reading, passphrase: Buffer): Buffer | undefined {
  if (structure?.form !== 'encrypted') return undefined;
  try {
    if (structure.format === 'pkcs8-encrypted') return openPkcs8(content, passphrase);
    if (structure.format === 'ethereum-keystore') return openKeystore(content, passphrase);
    const pem = layers.at(-1);
    if (structure.format === 'pem-encrypted' && pem?.kind === 'pem' && pem.encryption)
      return openPem(content, pem.label, pem.encryption, passphrase);
    return undefined;
  } catch (error) {
    throw new KmsKeywrapError(
      'ERR_PASSPHRASE',
      `${formatRow(structure.format).name} does not open with this passphrase`,
      {
        hint: `check the passphrase, without a line break at its end; ${elsewise(structure.format)}`,
        cause: error,
      },
    );
  }
}
