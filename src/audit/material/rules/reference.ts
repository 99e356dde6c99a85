import type { FindingId } from '../../../tables/findings/index.ts';
import { dueName } from '../words/due.ts';
import { finding, type Finding } from '../../finding.ts';
import { materialFacts, type MaterialContext, type MaterialFacts } from '../facts/facts.ts';

/** Faults of the form alone: the key inside can be compared all the same. */
const ofForm: ReadonlySet<FindingId> = new Set<FindingId>([
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

/** Whether raw bytes have a length that the key spec takes; bytes of another length are not a key, but perhaps a blob that did not open. */
const fits = ({ raw, lengths }: MaterialFacts) =>
  !raw || !lengths || (raw.length >= lengths.due && raw.length <= lengths.longest);
