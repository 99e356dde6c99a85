import type { KeyFacts, PublicStructure, Structure } from '../../../formats/keys/facts.ts';
import { algorithmName, oids } from '../../../tables/algorithms.ts';
import { formatRow } from '../../../tables/formats.ts';
import { curves } from '../../../tables/curves.ts';

type Named = Extract<Structure, { form: 'public' | 'container' | 'encrypted' | 'message' }>;

/** A structure that is not a private key in the clear, as it stands after "found". */
export function describeStructure(structure: Named): string {
  if (structure.form === 'public' && structure.point) return describePoint(structure.point);
  const { name } = formatRow(structure.format);
  if (structure.form === 'encrypted' && structure.scheme !== undefined)
    return `${name}, scheme ${structure.scheme}`;
  return 'label' in structure && structure.label !== undefined ? `${name} (${structure.label})` : name;
}

function describePoint({ curve, dress }: NonNullable<PublicStructure['point']>): string {
  if (dress === 'octet-string') return 'an EC point in an OCTET STRING (as CKA_EC_POINT)';
  const of = curve ? ` of the curve ${curves[curve].openssl}` : '';
  return `a bare point${of}${dress === 'no-prefix' ? ', without its first byte' : ''}`;
}

/** Usual name of the algorithm that a PKCS#8 structure names. */
export function describeAlgorithm(oid: string): string {
  if (oid === oids.rsaEncryption) return 'RSA';
  return oid === oids.ecPublicKey ? 'EC' : algorithmName(oid);
}

/** Type of a private key. */
export const describeKeyType = (key: KeyFacts): string =>
  key.type === 'other' ? key.name : key.type.toUpperCase();
