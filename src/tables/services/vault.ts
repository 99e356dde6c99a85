import type { Source } from '../sources.ts';
import { transit } from './transit.ts';

const guide: Source = {
  id: 'VAULT-GUIDE',
  title: 'HashiCorp Vault documentation, "Key wrapping guide"',
  url: 'https://developer.hashicorp.com/vault/docs/secrets/transit/key-wrapping-guide',
};
const code: Source = {
  id: 'VAULT-TEST',
  title: 'HashiCorp Vault source, builtin/logical/transit/path_import_test.go',
  url: 'https://github.com/hashicorp/vault/blob/main/builtin/logical/transit/path_import_test.go',
};

/** HashiCorp Vault's transit engine: documents and tests of it, and OpenBao's code where they say nothing. */
export const vault = transit({
  name: 'vault',
  title: 'Vault',
  program: 'vault',
  guide,
  code,
  rules: [
    {
      status: 'disputed',
      source: code,
      applies: ({ material }) =>
        material.name === 'xchacha20-poly1305'
          ? 'OpenBao imports xchacha20-poly1305; Vault’s own list of importable types does not contain it'
          : undefined,
    },
  ],
  tested:
    'documents only, and the keys of Vault’s own tests; the wrap commands run with OpenSSL in the tests',
  unsure: ['Where Vault differs from OpenBao was not tried: the refusals are OpenBao’s'],
});
