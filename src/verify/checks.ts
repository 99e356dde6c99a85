import { recomputeBlob, unwrapBlob } from '../crypto/unwrap.ts';
import { wrapMaterial } from '../crypto/wrap.ts';
import { isRaw } from '../tables/key-specs.ts';
import type { CombinationRows } from '../tables/support.ts';
import type { Check } from '../cases/result.ts';
import { examine, type ExaminedMaterial } from './key-material.ts';
import type { TestWrappingKey } from './wrapping-keys.ts';

/** What openssl is asked to do for a case; the oracle does the rest. */
export interface OpensslSide {
  /** The documented wrap. */
  wrap(material: Buffer, key: TestWrappingKey): Promise<Buffer>;
  unwrap(blob: Buffer, key: TestWrappingKey): Promise<Buffer>;
}

const check = (name: string, ok: boolean, detail?: string): Check =>
  ok || detail === undefined ? { name, ok } : { name, ok, detail };

/** Every check of one supported combination. Errors of openssl and of the oracle reach the caller. */
export async function runChecks(
  rows: CombinationRows,
  generated: ExaminedMaterial,
  key: TestWrappingKey,
  openssl: OpensslSide,
): Promise<Check[]> {
  const { algorithm: wrappingAlgorithm } = rows;
  const { publicKey, privateKey } = key;
  const { bytes: material } = generated;
  const [blob, fromOpenssl] = await Promise.all([
    openssl.wrap(material, key),
    openssl.unwrap(wrapMaterial({ material, publicKey, wrappingAlgorithm }), key),
  ]);
  const opened = unwrapBlob({ blob, privateKey, wrappingAlgorithm });
  const again = recomputeBlob({ blob, privateKey, wrappingAlgorithm }, opened);
  const [least, most] = blobLength(rows, material.length, key);
  const range = least === most ? `${least}` : `${least} to ${most}`;
  return [
    check('openssl wraps, node unwraps to the same bytes', opened.material.equals(material)),
    check('node wraps, openssl unwraps to the same bytes', fromOpenssl.equals(material)),
    check(
      'blob length',
      blob.length >= least && blob.length <= most,
      `${blob.length} bytes, expected ${range}`,
    ),
    check('every byte accounted for', again.equals(blob), 'the blob computed again differs'),
    ...materialChecks(rows, generated, opened.material),
  ];
}

/** Least and most bytes that the algorithm gives for this much material. */
function blobLength(
  { algorithm }: CombinationRows,
  materialBytes: number,
  { publicKey }: TestWrappingKey,
): [number, number] {
  if (publicKey.kind === 'sm2') {
    // SEQUENCE { INTEGER x, INTEGER y, OCTET STRING of 32, OCTET STRING }: an INTEGER is 32 or 33 bytes, rarely shorter.
    const rest = 2 * 2 + (2 + 32) + header(materialBytes) + materialBytes;
    const sizes = [rest + 56, rest + 66].map((content) => header(content) + content) as [number, number];
    return sizes;
  }
  const { k } = publicKey;
  const hybrid = algorithm.scheme === 'rsa-aes-key-wrap';
  const length = hybrid ? k + 8 * Math.ceil(materialBytes / 8) + 8 : k;
  return [length, length];
}

/** Bytes of tag and length before so much DER content. */
const header = (bytes: number) => (bytes < 0x80 ? 2 : bytes < 0x100 ? 3 : 4);

/** That the key is sound, of its spec, and the same key after the way there and back. */
function materialChecks(rows: CombinationRows, generated: ExaminedMaterial, opened: Buffer): Check[] {
  const { keySpec } = rows;
  // The same bytes are the same key: looked at once, however often it is wrapped.
  const { lint, publicKey } = opened.equals(generated.bytes) ? generated : examine(opened, rows);
  const error = lint.findings.find(({ severity }) => severity === 'error');
  const sound = check('key material is sound', error === undefined, `${error?.id}: ${error?.message}`);
  if (isRaw(keySpec)) return [sound];
  const found = lint.observed.keySpec;
  return [
    sound,
    check(`key parses as ${keySpec.name}`, found === keySpec.name, `found ${found ?? 'no key'}`),
    check(
      'public key is the generated one',
      publicKey !== undefined && generated.publicKey?.equals(publicKey) === true,
    ),
  ];
}
