import { expect, it } from 'vitest';
import { parseManifestLine } from '../../../src/audit/batch/manifest-line.ts';

const line = {
  blob: 'a.bin',
  privateKey: 'key.der',
  wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
  keySpec: 'HMAC_256',
};
const parse = (more: object) => parseManifestLine(JSON.stringify({ ...line, ...more }));

it('a line names a blob, a key and what the blob should be; id and partition have defaults', () => {
  expect(parse({})).toEqual({
    id: 'a.bin',
    blob: 'a.bin',
    key: { kind: 'private', path: 'key.der' },
    wrappingAlgorithm: 'RSAES_OAEP_SHA_256',
    keySpec: 'HMAC_256',
    partition: 'aws',
  });
  expect(parse({ partition: 'aws-us-gov' })).toMatchObject({ partition: 'aws' });
  expect(parse({ id: 'x', partition: 'aws-cn', reference: 'r' })).toMatchObject({
    id: 'x',
    partition: 'aws-cn',
    reference: 'r',
  });
});

it('the private key is taken where both keys are given', () => {
  expect(parse({ publicKey: 'public.der' }).key).toEqual({ kind: 'private', path: 'key.der' });
});

it('what fixtures and other tools write beside it is let pass', () => {
  expect(parse({ expect: ['oaep-hash'], comment: 'made on Monday', device: { slot: 1 } })).toEqual(parse({}));
});

it.each([
  ['not JSON', 'not json', 'is not JSON'],
  ['an array', '[]', 'is not a JSON object'],
  ['a string', '"x"', 'is not a JSON object'],
  ['null', 'null', 'is not a JSON object'],
  ['an empty object', '{}', '"blob" is missing'],
  ['a number for a path', JSON.stringify({ ...line, blob: 1 }), '"blob" is not a string'],
  ['no key', JSON.stringify({ ...line, privateKey: undefined }), 'neither "privateKey" nor "publicKey"'],
  [
    'an unknown algorithm',
    JSON.stringify({ ...line, wrappingAlgorithm: 'RSA' }),
    'unknown wrapping algorithm',
  ],
  ['an unknown key spec', JSON.stringify({ ...line, keySpec: 'toString' }), 'unknown key spec "toString"'],
  ['an unknown partition', JSON.stringify({ ...line, partition: 'aws-us' }), 'unknown partition'],
  ['a misspelt field', JSON.stringify({ ...line, partitoin: 'aws-cn' }), 'unknown field "partitoin"'],
])('%s is refused', (_name, text, message) => {
  expect(() => parseManifestLine(text)).toThrow(message);
});

it('names of Object.prototype are not fields', () => {
  const text = `{"__proto__":{"blob":"b"},"privateKey":"k","wrappingAlgorithm":"RSAES_OAEP_SHA_256","keySpec":"HMAC_256"}`;
  expect(() => parseManifestLine(text)).toThrow('"blob" is missing');
  expect(({} as { blob?: string }).blob).toBeUndefined();
});
