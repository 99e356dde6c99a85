import { soundBlob } from './parts.ts';
import type { Fault, FaultInput } from './types.ts';

/** A JWE in its flattened form (RFC 7516, 7.2.2); the sound blob stands where the encrypted key belongs. */
function jwe(input: FaultInput): Buffer {
  const { random } = input;
  return Buffer.from(
    JSON.stringify({
      protected: Buffer.from('{"alg":"RSA-OAEP-256","enc":"A256GCM"}').toString('base64url'),
      encrypted_key: soundBlob(input).toString('base64url'),
      iv: random(12).toString('base64url'),
      ciphertext: random(48).toString('base64url'),
      tag: random(16).toString('base64url'),
    }),
  );
}

/** Other dresses and messages that are taken for a blob. */
export const messageFaults: readonly Fault[] = [
  { id: 'blob-jwe', name: 'jwe', visible: true, make: jwe },
  {
    id: 'blob-message',
    name: 'ansible-vault',
    visible: true,
    make: (input) =>
      Buffer.from(
        `$ANSIBLE_VAULT;1.1;AES256\n${soundBlob(input).toString('hex').replaceAll(/.{80}/g, '$&\n')}\n`,
      ),
  },
  {
    id: 'blob-numbers',
    name: 'decimal-numbers',
    visible: true,
    make: (input) => Buffer.from([...soundBlob(input)].join(',')),
  },
];
