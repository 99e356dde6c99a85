import type { StructureForm } from '../../../formats/keys/facts.ts';
import type { FindingId } from '../../../tables/findings/index.ts';
import { finding } from '../../finding.ts';
import { describeStructure } from '../words/structures.ts';
import type { MaterialRule } from './rule.ts';

/** Forms that hold a private key, but not as PKCS #8. Where raw bytes are due it matters only that they are a key. */
const privateForms = {
  'pkcs1': { id: 'material-pkcs1', found: 'RSAPrivateKey (PKCS #1)' },
  'sec1': { id: 'material-sec1', found: 'ECPrivateKey (SEC 1, RFC 5915)' },
  'raw-scalar': { id: 'material-raw-scalar', found: 'a scalar without structure' },
} as const satisfies Partial<Record<StructureForm, { id: FindingId; found: string }>>;

/** Another format than raw bytes or PKCS #8. */
export const format: MaterialRule = ({ structure, lengths }) => {
  if (!structure) return undefined;
  const expected = lengths ? `${lengths.due} raw bytes` : 'PKCS #8, DER';
  switch (structure.form) {
    case 'public':
      return finding('material-public-key', 'material', { expected, found: describeStructure(structure) });
    case 'container':
      return finding('material-other-format', 'material', { expected, found: describeStructure(structure) });
    case 'encrypted':
      return lengths
        ? undefined
        : finding('material-encrypted', 'material', { expected, found: describeStructure(structure) });
    case 'jwk':
    case 'jwk-oct':
      return finding('material-jwk', 'material', { expected, found: 'a JSON Web Key' });
    case 'pkcs8':
    case 'legacy':
      return undefined;
    case 'pkcs1':
    case 'sec1':
    case 'raw-scalar': {
      const other = privateForms[structure.form];
      return lengths ? undefined : finding(other.id, 'material', { expected, found: other.found });
    }
  }
};
