import { macAlgorithmOf, type ExpectedMac } from '../crypto/mac.ts';
import { KmsKeywrapError } from '../errors.ts';
import { longest } from '../tables/api-model.ts';
import type { KeySpec } from '../tables/key-specs.ts';

const refuse = (message: string, hint: string) => new KmsKeywrapError('ERR_USAGE', message, { hint });

/**
 * A MAC as people have it: hexadecimal digits, or base64 as `aws kms generate-mac` prints it.
 * @throws KmsKeywrapError `ERR_USAGE` for another key spec than HMAC, another length, or a message that GenerateMac does not accept
 */
export function expectedMacOf(text: string, message: Buffer, keySpec: KeySpec): ExpectedMac {
  const algorithm = macAlgorithmOf(keySpec);
  if (!algorithm)
    throw refuse(
      `a MAC is expected of HMAC keys alone, and this is ${keySpec}`,
      'compare with a reference: the plaintext or the public key',
    );
  const mac = decoded(text.trim(), algorithm.bytes);
  if (!mac)
    throw refuse(
      `the expected MAC is not one of ${algorithm.name}: expected ${2 * algorithm.bytes} hexadecimal digits, or base64 of ${algorithm.bytes} bytes`,
      'give what openssl dgst -hmac or aws kms generate-mac printed, untruncated',
    );
  if (message.length < 1 || message.length > longest.macMessage)
    throw refuse(
      `the message of the MAC has ${message.length} bytes; KMS accepts 1 to ${longest.macMessage}`,
      'compute the MAC of a shorter message',
    );
  return { mac, message };
}

function decoded(text: string, bytes: number): Buffer | undefined {
  const digits = text.replaceAll(/[\s:]/g, '').replace(/^0x/i, '');
  if (/^[0-9a-f]+$/i.test(digits) && digits.length === 2 * bytes) return Buffer.from(digits, 'hex');
  const octets = /^[A-Za-z0-9+/]+={0,2}$/.test(text) ? Buffer.from(text, 'base64') : undefined;
  return octets?.length === bytes ? octets : undefined;
}
