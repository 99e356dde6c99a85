import { integer, nullValue, objectIdentifier, octets, sequence } from '../../../formats/der/write.ts';
import { oids } from '../../../tables/algorithms.ts';
import { asymmetric, every, raw, type FaultInput, type MaterialFault } from './types.ts';

/** RSA keys in decimal are longer than what `openssl pkeyutl` reads for SM2. */
const short = [...raw, 'ec'] as const;

const one = (
  id: MaterialFault['id'],
  kinds: MaterialFault['kinds'],
  make: (input: FaultInput) => Buffer,
): MaterialFault => ({ id, expect: [id], kinds, make });

const text = (content: string) => Buffer.from(`${content}\n`);

/** As `print` of Python 3 shows bytes. */
function pythonLiteral(bytes: Buffer): string {
  const characters = Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    return byte < 0x20 || byte > 0x7e || character === "'" || character === '\\'
      ? `\\x${byte.toString(16).padStart(2, '0')}`
      : character;
  });
  return `b'${characters.join('')}'`;
}

/** TR-31: the header with the length of the whole, then digits that stand for ciphertext. */
function keyBlock(bytes: number, random: FaultInput['random']): string {
  const digits = random(bytes + 16)
    .toString('hex')
    .toUpperCase();
  return `D${String(16 + digits.length).padStart(4, '0')}P0AE00E0000${digits}`;
}

const base64url = (bytes: Buffer) => bytes.toString('base64url');

const jwe = ({ random, sound }: FaultInput): string =>
  [
    Buffer.from('{"alg":"RSA-OAEP-256","enc":"A256GCM"}'),
    random(256),
    random(12),
    random(sound.length),
    random(16),
  ]
    .map(base64url)
    .join('.');

/** Key material in the dress of a language, in a wrapper, or inside a message. */
export const dressFaults: readonly MaterialFault[] = [
  one('material-numbers', short, ({ sound }) => text(sound.join(','))),
  one('material-numbers', short, ({ sound }) => text(`[${new Int8Array(sound).join(', ')}]`)),
  one('material-numbers', short, ({ sound }) => text(JSON.stringify(sound))),
  one('material-literal', short, ({ sound }) => text(pythonLiteral(sound))),
  one('material-octet-string', every, ({ sound }) => octets(sound)),
  one('material-nested-pkcs8', asymmetric, ({ sound, keySpec }) =>
    sequence(
      integer(0),
      keySpec.kind === 'rsa'
        ? sequence(objectIdentifier(oids.rsaEncryption), nullValue())
        : sequence(objectIdentifier(oids.ecPublicKey)),
      octets(sound),
    ),
  ),
  one('material-jwe', every, (input) => text(jwe(input))),
  one('material-jwe', every, ({ random, sound }) =>
    text(
      JSON.stringify({
        protected: base64url(Buffer.from('{"alg":"RSA-OAEP","enc":"A256GCM"}')),
        encrypted_key: base64url(random(256)),
        iv: base64url(random(12)),
        ciphertext: base64url(random(sound.length)),
        tag: base64url(random(16)),
      }),
    ),
  ),
  one('material-key-block', every, ({ random, sound }) => text(keyBlock(sound.length, random))),
  one('material-message', every, ({ random, sound }) =>
    Buffer.concat([Buffer.from('Salted__'), random(8 + 16 * Math.ceil((sound.length + 1) / 16))]),
  ),
];
