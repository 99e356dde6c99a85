import type { Source } from '../sources.ts';
import { direct, hybrid, isDirect, materialsOf } from './build.ts';
import type { Material, ServiceRow, Wrapping } from './types.ts';

const page = (id: string, path: string, title: string): Source => ({
  id,
  title: `Google Cloud KMS documentation, "${title}"`,
  url: `https://docs.cloud.google.com/kms/docs/${path}`,
});

const formats = page('GCP-FORMAT', 'formatting-keys-for-import', 'Formatting keys for import');
const wrapping = page('GCP-WRAP', 'key-wrapping', 'Key wrapping');
const openssl = page('GCP-OPENSSL', 'wrapping-a-key', 'Wrapping a key using OpenSSL on Linux');
const importing = page('GCP-IMPORT', 'importing-a-key', 'Importing a key into Cloud KMS');
const failures = page('GCP-FAILED', 'troubleshooting-failed-imports', 'Troubleshooting failed imports');
const gcloud: Source = {
  id: 'gcloud',
  title: 'Google Cloud CLI 578, lib/surface/kms/keys/versions/import.py',
  url: 'https://docs.cloud.google.com/sdk/gcloud/reference/kms/keys/versions/import',
};
const releaseNotes = page('GCP-NOTES', 'release-notes', 'Cloud KMS release notes of 2026-08-06');

const material = materialsOf(formats);
const sizes = [2048, 3072, 4096] as const;
type Use = readonly [name: string, bits: (typeof sizes)[number]];
const each = (name: (bits: number) => string): Use[] => sizes.map((bits) => [name(bits), bits]);
const rsaUses: readonly Use[] = [
  ...each((bits) => `rsa-sign-pss-${bits}-sha256`),
  ['rsa-sign-pss-4096-sha512', 4096],
  ...each((bits) => `rsa-sign-pkcs1-${bits}-sha256`),
  ['rsa-sign-pkcs1-4096-sha512', 4096],
  ...each((bits) => `rsa-sign-raw-pkcs1-${bits}`),
  ...each((bits) => `rsa-decrypt-oaep-${bits}-sha1`),
  ...each((bits) => `rsa-decrypt-oaep-${bits}-sha256`),
  ['rsa-decrypt-oaep-4096-sha512', 4096],
];

const under = (bits: number) => ({ under: [`RSA_${bits}`], source: wrapping });
const hpke = (name: string): Wrapping => ({
  ...hybrid(name, 'sha256', { under: ['KEM'], source: releaseNotes }),
  outOfReach:
    'HPKE import methods are recognised, but no tool can wrap for them yet: the layout of the blob is not documented',
});

/** The pair of options that the page names for both hashes. */
const encrypt = (wrapping: Wrapping, from: string, into: string): string =>
  `openssl pkeyutl -encrypt -pubin -inkey PUB_WRAPPING_KEY -in ${from} -out ${into} \\\n  -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:${hashOf(wrapping)} -pkeyopt rsa_mgf1_md:${hashOf(wrapping)}`;

const hashOf = ({ scheme }: Wrapping) => ('hash' in scheme ? scheme.hash : '');

const methodOf = ({ name }: Wrapping) => name;
const algorithmOf = (due: Material | undefined) => due?.name ?? 'ALGORITHM';

/** Google Cloud KMS import jobs. */
export const gcp: ServiceRow = {
  name: 'gcp',
  title: 'Google Cloud KMS',
  words: {
    service: 'Cloud KMS',
    keySpec: 'algorithm',
    wrappingAlgorithm: 'import method',
    fetch:
      'Fetch the public key of an ACTIVE import job with `gcloud kms import-jobs describe`; a job expires after 3 days, and then a new one has to be created',
    wrappingKey: 'the public key of the import job',
  },
  materials: [
    material.symmetric('google-symmetric-encryption', [32]),
    material.symmetric('aes-128-gcm', [16]),
    material.symmetric('aes-256-gcm', [32]),
    material.symmetric('aes-128-cbc', [16]),
    material.symmetric('aes-256-cbc', [32]),
    material.symmetric('aes-128-ctr', [16]),
    material.symmetric('aes-256-ctr', [32]),
    material.hmac('hmac-sha1', [20]),
    material.hmac('hmac-sha224', [28]),
    material.hmac('hmac-sha256', [32]),
    material.hmac('hmac-sha384', [48]),
    material.hmac('hmac-sha512', [64]),
    ...rsaUses.map(([name, bits]) => material.rsa(name, bits)),
    material.ec('ec-sign-p256-sha256', 'ECC_NIST_P256'),
    material.ec('ec-sign-p384-sha384', 'ECC_NIST_P384'),
    material.ec('ec-sign-p521-sha512', 'ECC_NIST_P521'),
    material.ec('ec-sign-secp256k1-sha256', 'ECC_SECG_P256K1'),
    material.ed25519('ec-sign-ed25519'),
  ],
  wrappings: [
    hybrid('rsa-oaep-3072-sha256-aes-256', 'sha256', under(3072)),
    hybrid('rsa-oaep-4096-sha256-aes-256', 'sha256', under(4096)),
    hybrid('rsa-oaep-3072-sha1-aes-256', 'sha1', under(3072)),
    hybrid('rsa-oaep-4096-sha1-aes-256', 'sha1', under(4096)),
    direct('rsa-oaep-3072-sha256', 'sha256', under(3072)),
    direct('rsa-oaep-4096-sha256', 'sha256', under(4096)),
    hpke('hpke-kem-ml-kem-768-hkdf-sha256-aes-256-gcm'),
    hpke('hpke-kem-ml-kem-1024-hkdf-sha256-aes-256-gcm'),
    hpke('hpke-kem-xwing-hkdf-sha256-aes-256-gcm'),
  ],
  wrappingKeys: [
    { name: 'RSA_3072', kind: 'rsa', bits: 3072, delivery: ['pem'] },
    { name: 'RSA_4096', kind: 'rsa', bits: 4096, delivery: ['pem'] },
    { name: 'KEM', kind: 'kem', bits: 0, delivery: [] },
  ],
  rules: [
    {
      status: 'unsupported',
      source: releaseNotes,
      applies: ({ wrapping: { outOfReach } }) => outOfReach,
    },
    {
      status: 'unsupported',
      source: formats,
      applies: ({ material: due }) =>
        due.name === 'ec-sign-p521-sha512'
          ? 'Cloud KMS does not import P-521 keys: it lists P-256, P-384, secp256k1 and Ed25519'
          : undefined,
    },
    {
      status: 'unsupported',
      source: wrapping,
      applies: ({ wrapping: method, wrappingKey }) =>
        method.under.includes(wrappingKey.name)
          ? undefined
          : `import method ${method.name} has a wrapping key of ${method.under.join(' or ')}, not ${wrappingKey.name}`,
    },
    {
      status: 'unsupported',
      source: wrapping,
      applies: (combination) =>
        isDirect(combination) && combination.material.row.kind === 'rsa'
          ? `RSA private keys are too long for ${combination.wrapping.name}: they need an import method that ends in -aes-256`
          : undefined,
    },
  ],
  envelope: 'binary',
  limits: { uploadBytes: 65_536 },
  commands: {
    by: 'documented',
    files: { material: 'TARGET_KEY', publicKey: 'PUB_WRAPPING_KEY', blob: 'WRAPPED_KEY', keyForm: 'pem' },
    generate: ({ row, lengths }) =>
      row.kind === 'symmetric' || row.kind === 'hmac'
        ? [`openssl rand -out TARGET_KEY ${Array.isArray(lengths) ? lengths[0] : 32}`]
        : undefined,
    fetch: (method) => [
      `gcloud kms import-jobs create JOB --location L --keyring R --import-method ${methodOf(method)} --protection-level hsm`,
      'gcloud kms import-jobs describe JOB --location L --keyring R --format="value(publicKey.pem)" > PUB_WRAPPING_KEY',
    ],
    wrap: (method) =>
      method.inner === 'none'
        ? [encrypt(method, 'TARGET_KEY', 'WRAPPED_KEY')]
        : [
            'openssl rand -out TEMP_AES_KEY 32',
            encrypt(method, 'TEMP_AES_KEY', 'WRAPPED_KEY'),
            `openssl enc -id-aes256-wrap-pad -iv A65959A6 -K $( hexdump -v -e '/1 "%02x"' < TEMP_AES_KEY ) -in TARGET_KEY >> WRAPPED_KEY`,
          ],
    upload: (due) => [
      `gcloud kms keys versions import --import-job JOB --location L --keyring R --key K --algorithm ${algorithmOf(due)} --wrapped-key-file WRAPPED_KEY`,
    ],
  },
  says: [
    {
      text: 'The key material in the import request couldn’t be unwrapped or wasn’t formatted correctly',
      causes: [
        'oaep-hash',
        'oaep-mgf1-hash',
        'wrapping-key-mismatch',
        'blob-doubled',
        'kek-all-zero',
        'direct-for-hybrid',
        'hybrid-for-direct',
        'rsa-pkcs1v15',
        'kw-not-kwp',
        'kwp-icv',
        'kek-mismatch',
        'kwp-other-cipher',
        'material-pem',
        'material-pkcs1',
        'material-sec1',
        'key-spec-mismatch',
        'key-type-unsupported',
      ],
      meaning:
        'The blob did not open under the import job’s private key, or what was inside is not a key of the algorithm.',
      source: failures,
    },
    {
      text: 'An argument to the import operation was malformed',
      causes: ['blob-base64', 'blob-pem', 'blob-hex', 'blob-empty', 'blob-length', 'blob-json'],
      meaning: 'The request itself was wrong: file, import job or algorithm.',
      source: failures,
    },
    {
      text: 'Wrapped ECDSA key has invalid length of N',
      causes: [
        'material-pem',
        'material-sec1',
        'material-trailing-bytes',
        'ec-public-key-missing',
        'key-spec-mismatch',
        'material-raw-scalar',
        'blob-doubled',
        'blob-trailing-newline',
      ],
      meaning: 'The wrapped part does not have the length of a PKCS#8 key of the curve.',
      source: failures,
    },
    {
      text: 'Wrapped key is too short',
      causes: ['blob-truncated', 'direct-for-hybrid', 'blob-parts-swapped', 'blob-empty'],
      meaning: 'There are not enough bytes after the encrypted AES key.',
      source: failures,
    },
    {
      text: 'Wrapped key does not consist of 64-bit blocks',
      causes: ['blob-trailing-newline', 'blob-truncated', 'blob-base64', 'kwp-other-cipher', 'blob-header'],
      meaning:
        'What follows the encrypted AES key is not a multiple of 8 bytes, which every AES key wrap is.',
      source: failures,
    },
    {
      text: 'Wrapped key has invalid length',
      causes: ['hybrid-for-direct', 'material-length', 'blob-doubled', 'blob-trailing-bytes', 'blob-length'],
      meaning: 'The blob does not have the length that the import method and the algorithm give.',
      source: failures,
    },
  ],
  judges: {
    'combination-unsupported': { source: formats },
    'wrapping-key-spec': { source: wrapping },
  },
  sources: { blob: openssl, material: formats, envelope: importing },
  tested:
    'gcloud 528 against a local endpoint made blobs that audit accepts; the wrap commands of the page run with OpenSSL in the tests',
  unsure: [
    'HPKE import methods are in preview; the layout of their blobs is not documented',
    `Which post-quantum algorithms can be imported is not documented (${gcloud.title})`,
  ],
};
