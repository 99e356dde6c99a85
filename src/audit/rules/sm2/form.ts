import { finding, type Finding } from '../../finding.ts';
import type { BlobRule } from '../rule.ts';

const asn1 = 'SEQUENCE { x, y, hash, ciphertext } in DER';

/** The encoding of an SM2 ciphertext. */
export const sm2Form: BlobRule = ({ sm2 }) => {
  if (sm2 === undefined) return undefined;
  if (sm2.form === 'c1c3c2' || sm2.form === 'c1c2c3')
    return finding(`sm2-raw-${sm2.form}`, 'blob.sm2', {
      expected: asn1,
      found: sm2.form.toUpperCase().replaceAll(/(?<=\d)C/g, ' ‖ C'),
    });
  const found: Finding[] = [];
  if (sm2.order === 'swapped')
    found.push(
      finding('sm2-der-order', 'blob.sm2', {
        expected: 'hash, then ciphertext',
        found: 'ciphertext, then hash',
      }),
    );
  const departures = [
    ...(sm2.notDer ?? []),
    ...(sm2.trailing === undefined ? [] : [`${sm2.trailing} bytes behind the SEQUENCE`]),
    ...(sm2.empty ? ['an empty ciphertext'] : []),
  ];
  if (departures.length > 0)
    found.push(finding('sm2-der', 'blob.sm2', { expected: asn1, found: departures.join('; ') }));
  return found;
};
