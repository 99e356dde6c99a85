import type { Sm2Departure, Sm2RawPoint } from '../../../crypto/sm2-ciphertext.ts';
import type { Sm2DeviceLayout } from '../../../crypto/sm2-device.ts';
import { type Finding, finding } from '../../finding.ts';
import type { BlobRule } from './rule.ts';

const asn1 = 'SEQUENCE { x, y, hash, ciphertext } in DER';

const points = {
  uncompressed: 'C1 after 04',
  hybrid: 'C1 in the hybrid form, after 06 or 07',
  compressed: 'C1 compressed',
  bare: 'C1 without the leading 04',
} as const satisfies Record<Sm2RawPoint, string>;

const departures = {
  'length-not-shortest': 'a length in more bytes than it needs',
  'integer-not-shortest': 'an INTEGER in more bytes than it needs',
  'integer-negative': 'an INTEGER without its sign byte, read as negative',
} as const satisfies Record<Sm2Departure, string>;

const deviceLengths = {
  'little-endian': ['the length of C2, little-endian'],
  'big-endian': ['the length of C2, big-endian'],
  'absent': [],
} as const satisfies Record<Sm2DeviceLayout['length'], readonly string[]>;

/** The members of a device's structure, in their order. */
function members({ field, aligned, length, filled }: Sm2DeviceLayout): string {
  const padding = aligned === 'right' ? 'zeros before them' : 'zeros after them';
  return [
    `x and y in fields of ${field} bytes${field === 32 ? '' : `, ${padding}`}`,
    'the hash',
    ...deviceLengths[length],
    'C2',
    ...(filled === 0 ? [] : [`${filled} zeros`]),
  ].join('; ');
}

/** The encoding of an SM2 ciphertext. */
export const sm2Form: BlobRule = ({ sm2, context }) => {
  if (sm2 === undefined) return undefined;
  if (sm2.form === 'c1c3c2' || sm2.form === 'c1c2c3')
    return finding(`sm2-raw-${sm2.form}`, 'blob.sm2', {
      expected: asn1,
      found: [
        sm2.form.toUpperCase().replaceAll(/(?<=\d)C/g, ' ‖ C'),
        ...(sm2.point === undefined ? [] : [points[sm2.point]]),
        ...(context.sm2Private === undefined ? ['C3 and C2 perhaps in the other order'] : []),
      ].join(', '),
    });
  if (sm2.device !== undefined)
    return finding('sm2-device-structure', 'blob.sm2', { expected: asn1, found: members(sm2.device) });
  const found: Finding[] = [];
  if (sm2.order === 'swapped')
    found.push(
      finding('sm2-der-order', 'blob.sm2', {
        expected: 'hash, then ciphertext',
        found: 'ciphertext, then hash',
      }),
    );
  const told = [
    ...(sm2.notDer ?? []).map((departure) => departures[departure]),
    ...(sm2.trailing === undefined ? [] : [`${sm2.trailing} bytes after the SEQUENCE`]),
    ...(sm2.empty ? ['an empty ciphertext'] : []),
  ];
  if (told.length > 0) found.push(finding('sm2-der', 'blob.sm2', { expected: asn1, found: told.join('; ') }));
  return found;
};

/** What decrypting an SM2 ciphertext shows. */
export const sm2Opening: BlobRule = ({ sm2 }) => {
  if (sm2 === undefined) return undefined;
  if (sm2.pointOff) return finding('sm2-point', 'blob.sm2.c1', { expected: 'a point of the SM2 curve' });
  if (sm2.mismatch)
    return finding('wrapping-key-mismatch', 'blob.sm2', {
      expected: 'a ciphertext under the given SM2 key',
      found: 'C1 is on the curve, but neither hash nor plaintext makes sense under this key',
    });
  if (sm2.hash === undefined) return undefined;
  const found =
    sm2.hash === 'unknown' ? 'another value, though the plaintext makes sense' : `${sm2.hash} instead of SM3`;
  return finding('sm2-hash', 'blob.sm2.c3', { expected: 'SM3 of x2 ‖ plaintext ‖ y2', found });
};
