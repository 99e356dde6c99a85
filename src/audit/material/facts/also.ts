import type { KeyFacts } from '../../../formats/keys/facts.ts';
import { oids, otherCurveName } from '../../../tables/algorithms.ts';
import type { Material } from '../../../tables/services/types.ts';

/** Bytes of an Ed25519 private key (RFC 8032, 5.1.5). */
const ed25519Bytes = 32;

/** A key in a form that the service accepts beside the usual one, as the key that it stands for; any other key as it is. */
export function acceptedForm(key: KeyFacts, due: Material | undefined): KeyFacts {
  if (due === undefined || due.also.length === 0) return key;
  if (key.type === 'other' && key.rsa !== undefined && due.also.includes('rsa-pss')) return key.rsa;
  if (key.type !== 'ec' || !due.also.includes('nss-ed25519')) return key;
  const { outer, inner, scalar } = key;
  const named = outer?.kind === 'named' && outer.name === otherCurveName(oids.ed25519Curve);
  return named && inner === undefined
    ? { type: 'other', name: 'Ed25519', spec: 'ECC_NIST_EDWARDS25519', octets: scalar.length }
    : key;
}

/** Whether an Ed25519 key is expected and there. */
export const isDueEd25519 = (key: KeyFacts | undefined, due: Material | undefined): boolean =>
  due?.row.kind === 'ed25519' &&
  key?.type === 'other' &&
  key.spec === 'ECC_NIST_EDWARDS25519' &&
  key.octets === ed25519Bytes;
