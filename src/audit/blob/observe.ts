import type { OtherCipher } from './facts/cipher.ts';
import type { BlobFacts } from './facts/types.ts';
import type { Observed } from '../result.ts';
import { oaepHashOf } from './rules/rsa.ts';

/** What was really used, as far as it was seen: no byte of key or material. */
export function observeBlob({ layers, rsa, sm2, wrap, scheme, context }: BlobFacts): Observed {
  const observed: Observed = {};
  if (layers.length > 0) observed['blobEncoding'] = layers.map(({ form }) => form).join(':');
  const reading = rsa?.reading;
  if (reading !== undefined) {
    observed.padding = reading.padding;
    if (reading.padding === 'oaep') {
      observed.oaepHash = oaepHashOf(reading);
      observed.mgf1Hash = reading.mgf1Hash;
      if (reading.emptyLabel) observed.label = '';
      observed['labelEmpty'] = reading.emptyLabel;
    }
    const isHybrid = scheme === undefined ? context.hybrid : scheme === 'hybrid-for-direct';
    observed['scheme'] = isHybrid ? 'rsa-aes-key-wrap' : 'rsaes';
  }
  if (sm2?.form !== undefined) {
    observed.padding = 'sm2';
    observed['sm2Form'] = sm2.form === 'der' && sm2.order === 'swapped' ? 'der-c1c2c3' : sm2.form;
  }
  if (wrap?.candidate !== undefined) observed.kekBits = wrap.candidate.kek.length * 8;
  if (wrap?.reading !== undefined)
    observed.kw = wrap.reading.kind === 'other-cipher' ? cipherName(wrap.reading.cipher) : wrap.reading.kind;
  return observed;
}

/** `aes-256-cbc`; `aes` where the mode cannot be told. */
const cipherName = (cipher: OtherCipher) =>
  cipher.mode === 'unpadded'
    ? 'aes'
    : cipher.mode === 'chacha20-poly1305'
      ? cipher.mode
      : `aes-${cipher.bits}-${cipher.mode}`;
