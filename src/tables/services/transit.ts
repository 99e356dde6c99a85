import type { FindingId } from '../findings/index.ts';
import type { Source } from '../sources.ts';
import { hybrid, materialsOf } from './build.ts';
import type { Saying, ServiceName, ServiceRow, ServiceRule } from './types.ts';

/** The command that a service's own client is called by. */
interface Transit {
  readonly name: Extract<ServiceName, 'vault' | 'openbao'>;
  readonly title: string;
  readonly program: 'vault' | 'bao';
  readonly guide: Source;
  readonly code: Source;
  readonly rules: readonly ServiceRule[];
  readonly tested: string;
  readonly unsure: readonly string[];
}

/** What the unwrapping code says, and which faults end there. */
function sayings(source: Source): Saying[] {
  const said = (text: string, meaning: string, causes: readonly FindingId[]): Saying => ({
    text,
    meaning,
    causes,
    source,
  });
  return [
    said('kwp: unwrap failed integrity check', 'The AES key opened, the wrapped key material did not.', [
      'kw-not-kwp',
      'kwp-other-cipher',
      'kwp-icv',
      'kek-mismatch',
      'kek-encoded',
      'kek-zero-padded',
      'kwp-chunked',
      'kw-pkcs7',
      'kwp-length',
      'kwp-padding',
      'blob-doubled',
      'blob-parts-swapped',
    ]),
    said(
      'crypto/rsa: decryption error',
      'The first 512 bytes do not open with OAEP under the wrapping key.',
      [
        'oaep-hash',
        'oaep-mgf1-hash',
        'wrapping-key-mismatch',
        'rsa-pkcs1v15',
        'oaep-label',
        'rsa-no-padding',
        'blob-header',
        'blob-parts-swapped',
        'rsa-byte-order',
        'rsa-out-of-range',
      ],
    ),
    said(
      'expected ephemeral AES key to be 256-bit',
      'The RSA part opens, but contains something else than 32 bytes.',
      ['kek-length', 'kek-encoded', 'direct-for-hybrid', 'kek-zero-padded'],
    ),
    said('wrapped key size too small', 'After the encrypted AES key there are fewer than 24 bytes.', [
      'blob-truncated',
      'direct-for-hybrid',
      'material-length',
    ]),
    said('provided ciphertext is too short', 'The ciphertext is not longer than one RSA-4096 block.', [
      'direct-for-hybrid',
      'wrapping-key-spec',
      'blob-truncated',
      'blob-empty',
      'blob-plaintext',
    ]),
    said(
      'wrapped key size must be a multiple of 8 bytes',
      'What follows the encrypted AES key is not a whole number of semiblocks.',
      [
        'blob-trailing-newline',
        'blob-truncated',
        'blob-header',
        'blob-text-mangled',
        'kwp-other-cipher',
        'blob-trailing-bytes',
      ],
    ),
    said(
      'invalid key size N bytes for key type',
      'The unwrapped key has a length that the type does not accept.',
      [
        'material-length',
        'key-spec-mismatch',
        'material-hex',
        'material-base64',
        'material-trailing-newline',
      ],
    ),
    said('invalid curve: expected', 'The key is on another curve than the type.', ['key-spec-mismatch']),
    said('error parsing asymmetric key', 'What was unwrapped is not a PKCS#8 private key in DER.', [
      'material-pem',
      'material-pkcs1',
      'material-sec1',
      'material-raw-scalar',
      'material-encrypted',
      'material-not-der',
      'key-type-unsupported',
      'ec-explicit-parameters',
      'material-public-key',
      'material-jwk',
    ]),
    said('illegal base64 data at input byte N', 'The field `ciphertext` is not standard base64.', [
      'envelope-encoding',
      'envelope-shape',
      'blob-hex',
      'blob-pem',
    ]),
  ];
}

const hashFunctions = [
  ['SHA256', 'sha256'],
  ['SHA1', 'sha1'],
  ['SHA224', 'sha224'],
  ['SHA384', 'sha384'],
  ['SHA512', 'sha512'],
] as const;

/** A transit engine: the same code in both services, as far as it is known. */
export function transit({ name, title, program, guide, code, rules, tested, unsure }: Transit): ServiceRow {
  const material = materialsOf(code);
  return {
    name,
    title,
    words: {
      service: title,
      keySpec: 'key type',
      wrappingAlgorithm: 'hash function',
      fetch: `Read the wrapping key again with \`${program} read -field=public_key transit/wrapping_key\``,
      wrappingKey: 'the wrapping key of the transit engine',
    },
    materials: [
      material.symmetric('aes128-gcm96', [16]),
      material.symmetric('aes256-gcm96', [32]),
      material.symmetric('chacha20-poly1305', [32]),
      material.symmetric('xchacha20-poly1305', [32]),
      material.hmac('hmac', { least: 32, most: 512 }),
      material.ec('ecdsa-p256', 'ECC_NIST_P256'),
      material.ec('ecdsa-p384', 'ECC_NIST_P384'),
      material.ec('ecdsa-p521', 'ECC_NIST_P521'),
      material.ed25519('ed25519', ['nss-ed25519']),
      material.rsa('rsa-2048', 2048, ['rsa-pss']),
      material.rsa('rsa-3072', 3072, ['rsa-pss']),
      material.rsa('rsa-4096', 4096, ['rsa-pss']),
    ],
    wrappings: hashFunctions.map(([hashFunction, hash]) =>
      hybrid(hashFunction, hash, { under: ['RSA_4096'], source: guide }),
    ),
    wrappingKeys: [{ name: 'RSA_4096', kind: 'rsa', bits: 4096, delivery: ['pem', 'json-pem'] }],
    rules,
    defaultWrapping: 'SHA256',
    envelope: 'base64',
    limits: {},
    commands: {
      by: 'ours',
      files: { material: 'TARGET_KEY', publicKey: 'wrapping_key.pem', blob: 'key.b64', keyForm: 'pem' },
      fetch: () => [`${program} read -field=public_key transit/wrapping_key > wrapping_key.pem`],
      wrap: ({ scheme }) => {
        const hash = 'hash' in scheme ? scheme.hash : '';
        return [
          'openssl rand -out aes.key 32',
          `openssl pkeyutl -encrypt -pubin -inkey wrapping_key.pem -in aes.key -out aes.wrapped \\\n  -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:${hash} -pkeyopt rsa_mgf1_md:${hash}`,
          `openssl enc -id-aes256-wrap-pad -iv A65959A6 -K "$(od -A n -v -t x1 < aes.key | tr -d ' \\n')" -in TARGET_KEY -out key.wrapped`,
          'cat aes.wrapped key.wrapped > key.blob',
          'openssl base64 -A -in key.blob -out key.b64',
        ];
      },
      upload: (due, wrapping) => [
        `${program} write transit/keys/K/import ciphertext=@key.b64 hash_function=${wrapping.name} type=${due?.name ?? 'TYPE'}`,
      ],
    },
    says: sayings(code),
    judges: {
      'ec-public-key-missing': { source: code },
    },
    sources: { blob: code, material: code, envelope: guide },
    tested,
    unsure,
  };
}
