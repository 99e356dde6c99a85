import { auditBlob } from '../audit/blob/audit.ts';
import { kwWrap, kwpUnwrap, kwpWrap } from '../crypto/aes-kw.ts';
import { oaepDecode, oaepEncode } from '../crypto/oaep.ts';
import { rsaPrivate, rsaPublic } from '../crypto/rsa.ts';
import { sm2FromDer, sm2ToDer } from '../crypto/sm2-ciphertext.ts';
import { sm2Decrypt, sm2Encrypt } from '../crypto/sm2.ts';
import { unwrapBlob } from '../crypto/unwrap.ts';
import { wrapWith } from '../crypto/wrap.ts';
import { readPrivateKey, type WrappingPrivateKey } from '../crypto/wrapping-key.ts';
import { KmsKeywrapError } from '../errors.ts';
import { wrappingAlgorithmRow } from '../tables/wrapping.ts';
import type { Check } from '../cases/result.ts';
import type { KeyWrapGroup, KeyWrapTest, OaepGroup, Sm2Group, WrapGroup, WrapTest } from './vector.ts';

const bytes = (hex: string) => Buffer.from(hex, 'hex');

/** A check that holds when these bytes are those of the vector. */
function same(name: string, found: Buffer | undefined, hex: string): Check {
  if (found?.toString('hex') === hex) return { name, ok: true };
  return { name, ok: false, detail: found === undefined ? 'it does not open' : 'other bytes came out' };
}

/** The private key of a group. */
export function groupKey({ privateKey }: { readonly privateKey: string }): WrappingPrivateKey {
  const key = readPrivateKey(bytes(privateKey));
  if (key.kind === 'other')
    throw new KmsKeywrapError(
      'ERR_ENVIRONMENT',
      'a golden vector names a key of a kind that is not used here',
    );
  return key;
}

/** The blob made again from everything it was made from; undefined where the vector is a fault. */
function blobAgain(
  { wrappingAlgorithm }: WrapGroup,
  test: WrapTest,
  key: WrappingPrivateKey,
): Buffer | undefined {
  const material = bytes(test.material);
  if (key.kind === 'sm2') {
    if (test.sm2K === undefined) return undefined;
    return sm2ToDer(sm2Encrypt(key.point, material, { k: BigInt(`0x${test.sm2K}`) }));
  }
  if (test.oaepSeed === undefined) return undefined;
  const oaepSeed = bytes(test.oaepSeed);
  return wrapWith(
    { material, publicKey: key, wrappingAlgorithm: wrappingAlgorithmRow(wrappingAlgorithm) },
    test.kek === undefined ? { oaepSeed } : { oaepSeed, kek: bytes(test.kek) },
  );
}

/** The material in a blob, opened in process; undefined when it does not open. */
function opened(
  { wrappingAlgorithm }: WrapGroup,
  test: WrapTest,
  privateKey: WrappingPrivateKey,
): Buffer | undefined {
  try {
    return unwrapBlob({
      blob: bytes(test.blob),
      privateKey,
      wrappingAlgorithm: wrappingAlgorithmRow(wrappingAlgorithm),
    }).material;
  } catch (error) {
    if (error instanceof KmsKeywrapError && error.code === 'ERR_UNWRAP') return undefined;
    throw error;
  }
}

/** That an audit names what the vector says, and nothing else. */
function auditedAs(group: WrapGroup, test: WrapTest, privateKey: WrappingPrivateKey): Check {
  const { result } = auditBlob({
    id: test.comment,
    path: test.comment,
    blob: bytes(test.blob),
    privateKey,
    wrappingAlgorithm: group.wrappingAlgorithm,
    keySpec: test.keySpec,
    partition: test.partition,
    primalityRounds: 1,
    ...(test.reference === undefined ? {} : { reference: bytes(test.reference) }),
  });
  const found = result.findings.map(({ id }) => id);
  const named = found.length === test.findings.length && test.findings.every((id) => found.includes(id));
  const ok = named && result.verdict === test.verdict;
  const name = 'the audit names what is wrong';
  return ok ? { name, ok } : { name, ok, detail: `${result.verdict}: ${found.join(', ') || 'nothing'}` };
}

/** That node makes the blob again byte for byte and opens it, or does not open what must not be opened. */
export function checkWrapInNode(group: WrapGroup, test: WrapTest, key: WrappingPrivateKey): Check[] {
  const material = opened(group, test, key);
  const audited = auditedAs(group, test, key);
  if (test.result !== 'valid') {
    const ok =
      material === undefined || (test.result === 'invalid' && material.toString('hex') !== test.material);
    return [{ name: 'node does not open it', ok }, audited];
  }
  const again = blobAgain(group, test, key);
  return [
    ...(again === undefined ? [] : [same('node makes the same blob', again, test.blob)]),
    same('node opens it to the key material', material, test.material),
    audited,
  ];
}

export function checkKeyWrapInNode({ type }: KeyWrapGroup, test: KeyWrapTest): Check[] {
  const [key, msg] = [bytes(test.key), bytes(test.msg)];
  if (type === 'AesKw') return [same('node wraps to the published bytes', kwWrap(key, msg), test.ct)];
  return [
    same('node wraps to the published bytes', kwpWrap(key, msg), test.ct),
    same('node unwraps to the published bytes', kwpUnwrap(key, bytes(test.ct)), test.msg),
  ];
}

export function checkOaepInNode(group: OaepGroup, test: OaepGroup['tests'][number]): Check[] {
  const key = groupKey(group);
  if (key.kind !== 'rsa') return [{ name: 'the key is an RSA key', ok: false }];
  const parameters = {
    hash: group.hash,
    mgf1Hash: group.mgf1Hash,
    label: bytes(group.label),
  };
  const block = rsaPrivate(key, bytes(test.ct));
  const decoded = block === undefined ? undefined : oaepDecode(block, parameters);
  const again =
    decoded === undefined
      ? undefined
      : rsaPublic(key, oaepEncode(decoded.message, key.k, parameters, decoded.seed));
  return [
    same('node decrypts to the published message', decoded?.message, test.msg),
    same('node encrypts to the published ciphertext', again, test.ct),
  ];
}

export function checkSm2InNode(group: Sm2Group, test: Sm2Group['tests'][number]): Check[] {
  const key = groupKey(group);
  if (key.kind !== 'sm2') return [{ name: 'the key is an SM2 key', ok: false }];
  const parts = sm2FromDer(bytes(test.ct));
  const plain = parts === undefined ? undefined : sm2Decrypt(key.scalar, parts);
  const checks = [
    same(
      'node decrypts to the published message',
      plain?.hashMatches ? plain.plaintext : undefined,
      test.msg,
    ),
  ];
  if (test.sm2K === undefined) return checks;
  const again = sm2ToDer(sm2Encrypt(key.point, bytes(test.msg), { k: BigInt(`0x${test.sm2K}`) }));
  return [...checks, same('node encrypts to the published ciphertext', again, test.ct)];
}
