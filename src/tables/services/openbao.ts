import { transit } from './transit.ts';

/** OpenBao's transit engine, whose code is open: the rules are read from it. */
export const openbao = transit({
  name: 'openbao',
  title: 'OpenBao',
  program: 'bao',
  guide: {
    id: 'BAO-GUIDE',
    title: 'OpenBao documentation, "Key wrapping guide"',
    url: 'https://openbao.org/docs/secrets/transit/key-wrapping-guide/',
  },
  code: {
    id: 'BAO-CODE',
    title: 'OpenBao source, internal/builtin/logical/transit/path_import.go and sdk keysutil/policy.go',
    url: 'https://github.com/openbao/openbao/blob/main/internal/builtin/logical/transit/path_import.go',
  },
  rules: [],
  tested:
    'the refusals are those of OpenBao’s unwrapping code, reproduced once with its own libraries; the wrap commands run with OpenSSL in the tests; not tried against a running server',
  unsure: ['ML-DSA keys can be imported from OpenBao 2.7 on; they are not in the table'],
});
