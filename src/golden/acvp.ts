import { kwpUnwrap } from '../crypto/aes-kw.ts';
import { oaepDecode } from '../crypto/oaep.ts';
import { rsaPrivate } from '../crypto/rsa.ts';
import { wrappingAlgorithmRow } from '../tables/wrapping.ts';
import { groupKey } from './node-checks.ts';
import type { Hex, VectorFile, WrapGroup, WrapTest } from './vector.ts';

/** The AES key wrap inside one RSA AES key wrap. */
interface KeyWrap {
  readonly key: Hex;
  readonly payloadLen: number;
  readonly ct: Hex;
  /** Undefined where it has to be refused. */
  readonly pt: Hex | undefined;
}

const semiblocks = (bytes: number) => Math.ceil(bytes / 8) * 8;

/** The key wrap of a blob; undefined where the RSA block holds no AES-256 key, or the length is not that of its message. */
function keyWrapOf(group: WrapGroup, test: WrapTest): KeyWrap | undefined {
  const row = wrappingAlgorithmRow(group.wrappingAlgorithm);
  const key = groupKey(group);
  if (row.scheme !== 'rsa-aes-key-wrap' || key.kind !== 'rsa') return undefined;
  const blob = Buffer.from(test.blob, 'hex');
  const block = blob.length < key.k ? undefined : rsaPrivate(key, blob.subarray(0, key.k));
  const aesKey = block === undefined ? undefined : oaepDecode(block, { hash: row.hash })?.message;
  const wrapped = blob.subarray(key.k);
  const bytes = test.material.length / 2;
  if (aesKey?.length !== 32 || wrapped.length !== 8 + semiblocks(bytes)) return undefined;
  const pt = kwpUnwrap(aesKey, wrapped)?.toString('hex');
  if (pt !== undefined && pt !== test.material) return undefined;
  return { key: aesKey.toString('hex'), payloadLen: bytes * 8, ct: wrapped.toString('hex'), pt };
}

/** Every fault, and of the sound blobs those under one wrapping key: the key wrap does not depend on it. */
const isTaken = ({ wrappingKeySpec }: WrapGroup, { flags }: WrapTest) =>
  wrappingKeySpec === 'RSA_2048' || flags.includes('FaultInBlob');

function keyWraps(files: Iterable<VectorFile>): KeyWrap[] {
  const found = [...files].flatMap(({ testGroups }) =>
    testGroups.flatMap((group) => {
      if (group.type !== 'Wrap') return [];
      return group.tests
        .filter((test) => isTaken(group, test))
        .flatMap((test) => keyWrapOf(group, test) ?? []);
    }),
  );
  return [...new Map(found.map((wrap) => [wrap.ct, wrap])).values()];
}

const head = { algorithm: 'ACVP-AES-KWP', vsId: 0, revision: '1.0', isSample: true };
const directions = ['encrypt', 'decrypt'] as const;
const upper = (hex: Hex) => hex.toUpperCase();

/**
 * The AES-KWP half of the RSA AES key wraps as NIST's ACVP exchanges it: what a server asks, and what it expects. ACVP has
 * neither the composite nor SM2 encryption, and no test that decrypts RSAES-OAEP alone.
 */
export function acvpFiles(files: ReadonlyMap<string, VectorFile>): ReadonlyMap<string, string> {
  const wraps = keyWraps(files.values());
  const lengths = [...new Set(wraps.map(({ payloadLen }) => payloadLen))].sort((a, b) => a - b);
  let tgId = 0;
  let tcId = 0;
  const groups = directions.flatMap((direction) =>
    lengths.flatMap((payloadLen) => {
      const tests = wraps
        .filter(
          (wrap) => wrap.payloadLen === payloadLen && (direction === 'decrypt' || wrap.pt !== undefined),
        )
        .map((wrap) => ({ ...wrap, tcId: (tcId += 1) }));
      return tests.length === 0 ? [] : [{ tgId: (tgId += 1), direction, payloadLen, tests }];
    }),
  );
  const prompt = {
    ...head,
    testGroups: groups.map(({ tgId, direction, payloadLen, tests }) => ({
      tgId,
      testType: 'AFT',
      direction,
      kwCipher: 'cipher',
      keyLen: 256,
      payloadLen,
      tests: tests.map(({ tcId, key, ct, pt }) => ({
        tcId,
        key: upper(key),
        ...(direction === 'encrypt' ? { pt: upper(pt ?? '') } : { ct: upper(ct) }),
      })),
    })),
  };
  const expected = {
    ...head,
    testGroups: groups.map(({ tgId, direction, tests }) => ({
      tgId,
      tests: tests.map(({ tcId, ct, pt }) => {
        if (direction === 'encrypt') return { tcId, ct: upper(ct) };
        return pt === undefined ? { tcId, testPassed: false } : { tcId, pt: upper(pt) };
      }),
    })),
  };
  const text = (content: unknown) => `${JSON.stringify(content, null, 2)}\n`;
  return new Map([
    ['aes_kwp_prompt.json', text(prompt)],
    ['aes_kwp_expected_results.json', text(expected)],
  ]);
}
