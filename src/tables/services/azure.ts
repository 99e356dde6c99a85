import type { Source } from '../sources.ts';
import { hybrid, isPrivateKey, materialsOf } from './build.ts';
import type { Material, ServiceRow } from './types.ts';

const page = (id: string, path: string, title: string): Source => ({
  id,
  title: `Azure Key Vault documentation, "${title}"`,
  url: `https://learn.microsoft.com/azure/key-vault/keys/${path}`,
});

const specification = page('AZ-BYOK', 'byok-specification', 'Bring your own key specification');
const importing = page(
  'AZ-IMPORT',
  'hsm-protected-keys-byok',
  'Import HSM-protected keys to Key Vault (BYOK)',
);
const release: Source = {
  id: 'AZ-RELEASE',
  title: 'microsoft/confidential-sidecar-containers, pkg/common/akv.go',
  url: 'https://github.com/microsoft/confidential-sidecar-containers',
};

const material = materialsOf(specification);
const under = ['RSA_2048', 'RSA_3072', 'RSA_4096'];

/** `EC-HSM-P-256` is --kty EC --curve P-256; an RSA key tells its type itself. */
function uploadOptions(due: Material | undefined): string {
  if (due === undefined || due.row.kind === 'rsa') return '';
  if (due.row.kind === 'ec') return ` --kty EC --curve ${due.name.replace(/^EC(?:-HSM)?-/, '')}`;
  return ' --kty oct';
}

/** Azure Key Vault and Managed HSM, and what secure key release gives out. */
export const azure: ServiceRow = {
  name: 'azure',
  title: 'Azure Key Vault and Managed HSM',
  words: {
    service: 'Key Vault',
    keySpec: 'key type',
    wrappingAlgorithm: 'wrapping mechanism',
    fetch:
      'Download the public key of the Key Exchange Key again with `az keyvault key download`, from the vault into which the key is to be imported',
    wrappingKey: 'the Key Exchange Key',
  },
  materials: [
    ...([2048, 3072, 4096] as const).flatMap((bits) => [
      material.rsa(`RSA-HSM-${bits}`, bits),
      material.rsa(`RSA-${bits}`, bits),
    ]),
    ...(
      [
        ['P-256', 'ECC_NIST_P256'],
        ['P-384', 'ECC_NIST_P384'],
        ['P-521', 'ECC_NIST_P521'],
        ['P-256K', 'ECC_SECG_P256K1'],
      ] as const
    ).flatMap(([curve, spec]) => [material.ec(`EC-HSM-${curve}`, spec), material.ec(`EC-${curve}`, spec)]),
    ...[128, 192, 256].map((bits) => material.symmetric(`oct-HSM-${bits}`, [bits / 8])),
  ],
  wrappings: [
    hybrid('CKM_RSA_AES_KEY_WRAP', 'sha1', { under, source: specification }),
    hybrid('RSA_AES_KEY_WRAP_256', 'sha256', { under, source: release, use: 'release' }),
    hybrid('RSA_AES_KEY_WRAP_384', 'sha384', { under, source: release, use: 'release' }),
  ],
  wrappingKeys: ([2048, 3072, 4096] as const).map((bits) => ({
    name: `RSA_${bits}`,
    kind: 'rsa',
    bits,
    delivery: ['pem', 'jwk'],
  })),
  rules: [],
  defaultWrapping: 'CKM_RSA_AES_KEY_WRAP',
  envelope: 'byok',
  limits: {},
  commands: {
    by: 'ours',
    files: { material: 'TARGET_KEY', publicKey: 'KEK.pem', blob: 'key.byok', keyForm: 'pem' },
    fetch: () => [
      'az keyvault key create --kty RSA-HSM --size 4096 --name KEK --ops import --vault-name V',
      'az keyvault key download --name KEK --vault-name V --file KEK.pem',
      'KID=$(az keyvault key show --name KEK --vault-name V --query key.kid --output tsv)',
    ],
    wrap: () => [
      'openssl rand -out aes.key 32',
      'openssl pkeyutl -encrypt -pubin -inkey KEK.pem -in aes.key -out aes.wrapped \\\n  -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha1 -pkeyopt rsa_mgf1_md:sha1',
      `openssl enc -id-aes256-wrap-pad -iv A65959A6 -K "$(od -A n -v -t x1 < aes.key | tr -d ' \\n')" -in TARGET_KEY -out key.wrapped`,
      'cat aes.wrapped key.wrapped > key.blob',
      `printf '{"schema_version":"1.0.0","header":{"kid":"%s","alg":"dir","enc":"CKM_RSA_AES_KEY_WRAP"},"ciphertext":"%s","generator":"openssl"}' \\\n  "$KID" "$(openssl base64 -A -in key.blob | tr '+/' '-_' | tr -d '=')" > key.byok`,
    ],
    upload: (due) => [
      `az keyvault key import --vault-name V --name K --byok-file key.byok${uploadOptions(due)}${due !== undefined && isPrivateKey(due) ? ' --ops sign verify' : ''}`,
    ],
  },
  says: [],
  judges: { 'oaep-hash': { source: specification }, 'kek-length': { source: release } },
  sources: { blob: specification, material: specification, envelope: specification },
  tested:
    'a published key release answer opens to its published bytes; the wrap commands run with OpenSSL in the tests; uploads are known from documents and from @azure/keyvault-keys 4.10.2 only',
  unsure: [
    `The length of the AES key is not stated; 256 bits are what other programs write (${importing.title})`,
    'The texts of the refusals are not documented',
    'Whether `--kty EC --curve` or `--kty EC-HSM --curve-name` is the right spelling: the page and the CLI disagree',
  ],
};
