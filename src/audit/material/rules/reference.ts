import type { FindingId } from '../../../tables/findings/index.ts';
import { dueName } from '../words/due.ts';
import { finding, type Finding } from '../../finding.ts';
import { describePublicHalf, describeReference } from '../words/public-key.ts';
import { isPublicHalf, publicReference, type PublicReference } from '../../public-reference.ts';
import { materialFacts, type MaterialContext, type MaterialFacts } from '../facts/facts.ts';

/** Faults of the form alone: the key inside can be compared all the same. */
export const ofForm: ReadonlySet<FindingId> = new Set<FindingId>([
  'material-pem',
  'material-base64',
  'material-hex',
  'material-trailing-newline',
  'material-pkcs1',
  'material-sec1',
  'material-raw-scalar',
  'material-jwk',
  'material-known',
  'rsa-exponent',
]);

/** The bytes of the key alone: without text encoding, line break and what follows the structure. */
export function keyBytes({
  raw,
  content,
  structure,
  der,
}: Pick<MaterialFacts, 'raw' | 'content' | 'structure' | 'der'>): Buffer {
  if (raw) return raw;
  return structure && der.root ? content.subarray(0, der.end) : content;
}

/**
 * Holds sound material against the key that should be inside. A reference in PEM or another text form stands for the bytes inside
 * it. Material with a fault of its own kind or numbers is not compared: that fault says enough.
 */
export function compareReference(
  facts: MaterialFacts,
  others: readonly Finding[],
  reference: Buffer,
): Finding | undefined {
  if (others.some(({ id, severity }) => severity === 'error' && !ofForm.has(id))) return undefined;
  const { keySpec, partition, due } = facts.context;
  const publicKey = publicReference(reference, keySpec);
  if (publicKey) return comparePublic(facts, publicKey);
  const context: MaterialContext = {
    keySpec,
    partition,
    primalityRounds: 0,
    ...(due === undefined ? {} : { due }),
  };
  const expected = materialFacts(reference, context);
  if (keyBytes(facts).equals(keyBytes(expected))) return undefined;
  if (expected.fingerprint === undefined || !fits(expected))
    return finding('reference-mismatch', 'material', {
      expected: `a reference of key spec ${dueName(context)}`,
      found: 'a reference in which no such key was found',
    });
  const [wanted, got] = [expected, facts].map(({ fingerprint = 'none' }) => `${fingerprint.slice(0, 16)}…`);
  return facts.fingerprint === expected.fingerprint
    ? finding('reference-encoding', 'material', {
        found: `the same key in ${keyBytes(facts).length} bytes instead of ${keyBytes(expected).length}`,
      })
    : finding('reference-mismatch', 'material', {
        expected: `the key with SHA-256 fingerprint ${wanted}`,
        found: `another key, fingerprint ${got}`,
      });
}

/** A public key as reference: there is nothing to be told but whether it is the key's own. */
function comparePublic(facts: MaterialFacts, reference: PublicReference): Finding | undefined {
  if (isPublicHalf(reference, facts)) return undefined;
  const isUnread = reference.type === 'unread';
  return finding('reference-mismatch', 'material', {
    expected: describeReference(reference),
    found: describePublicHalf(facts, reference),
    ...(facts.raw
      ? { message: 'the reference is a public key, and key material of this key spec has none' }
      : isUnread
        ? { message: 'the reference is a public key of another type, or in a form that is not read' }
        : { message: 'the reference is the public key of another key' }),
    ...(isUnread && !facts.raw
      ? {
          fix: 'Give the public key as PEM or DER (SubjectPublicKeyInfo), as `openssl pkey -pubout` writes it.',
        }
      : {}),
  });
}

/** Whether raw bytes have a length that the key spec takes; bytes of another length are not a key, but perhaps a blob that did not open. */
const fits = ({ raw, lengths }: MaterialFacts) =>
  !raw || !lengths || (raw.length >= lengths.due && raw.length <= lengths.longest);
