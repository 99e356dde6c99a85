import { createPrivateKey, type KeyObject } from 'node:crypto';
import type { PemEncryption } from '../text/layer.ts';

const asPkcs8 = (key: KeyObject) => key.export({ type: 'pkcs8', format: 'der' });

/** Decrypts an EncryptedPrivateKeyInfo (RFC 5208, 6). @throws what OpenSSL throws for a wrong passphrase or an unknown cipher */
export const openPkcs8 = (bytes: Buffer, passphrase: Buffer): Buffer =>
  asPkcs8(createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8', passphrase }));

/** Decrypts a PEM block with RFC 1421 headers, as OpenSSL writes it. @throws as {@link openPkcs8} */
export function openPem(
  bytes: Buffer,
  label: string,
  { cipher, iv }: PemEncryption,
  passphrase: Buffer,
): Buffer {
  const lines =
    bytes
      .toString('base64')
      .match(/.{1,64}/g)
      ?.join('\n') ?? '';
  const headers = `Proc-Type: 4,ENCRYPTED\nDEK-Info: ${cipher ?? ''},${iv?.toString('hex').toUpperCase() ?? ''}\n`;
  const key = `-----BEGIN ${label}-----\n${headers}\n${lines}\n-----END ${label}-----\n`;
  return asPkcs8(createPrivateKey({ key, passphrase }));
}
