import type { EncodingFault, EnvelopeFault, Opened } from '../../formats/envelopes/index.ts';
import type { ServiceRow } from '../../tables/services/types.ts';
import { finding, type Finding } from '../finding.ts';

const encodings: Readonly<Record<EncodingFault, string>> = {
  'standard-alphabet': 'base64 with the characters + and /',
  'url-alphabet': 'base64url with the characters - and _',
  'padded': 'base64url with = at the end',
  'unpadded': 'base64 without = at the end',
  'twice': 'text that was encoded twice',
  'hex': 'hexadecimal digits',
  'pem': 'PEM',
  'lines': 'text with line breaks',
  'not-base64': 'characters that the alphabet does not have',
  'empty': 'no text',
};

const due = {
  base64: 'standard base64, once',
  base64url: 'base64url without padding, once, on one line',
  hex: 'hexadecimal digits in upper case',
} as const;

const names: Readonly<Record<ServiceRow['envelope'], string>> = {
  'binary': 'the blob, binary',
  'base64': 'the blob in standard base64',
  'byok': 'a .byok file: JSON with schema_version, header, ciphertext and generator',
  'oci-json': 'JSON with keyMaterial and wrappingAlgorithm',
  'two-fields': 'JSON with encrypted_key_material and encrypted_privatekey',
  'ibm-json': 'JSON with payload, encryptionAlgorithm, encryptedNonce and iv',
  'hex': 'the blob in hexadecimal digits, upper case',
};

const shapes = {
  'bare': 'the blob alone, binary',
  'not-json': 'text that is not a JSON object',
  'other': 'JSON without the fields of this envelope',
  'byte-order-mark': 'a byte order mark before the JSON',
} as const;

const keyIds = {
  'no-version': 'without the version of the key',
  'not-a-url': 'not the complete URL of a key',
  'other-key': 'not the identifier of the given wrapping key',
} as const;

/** A bare blob is not yet in its envelope: the blob itself may be right. */
const bareSeverity = (row: ServiceRow) => (row.envelope === 'base64' ? 'notice' : 'warning');

function named(fault: EnvelopeFault, row: ServiceRow): Finding {
  switch (fault.id) {
    case 'envelope-shape':
      return finding(fault.id, 'envelope', {
        expected: names[row.envelope],
        found: shapes[fault.why],
        fix: `Put the blob into its envelope: \`kms-keywrap wrap --service ${row.name}\` writes it, and \`kms-keywrap recipe --service ${row.name}\` shows the command.`,
        ...(fault.why === 'bare' ? { severity: bareSeverity(row) } : {}),
      });
    case 'envelope-field':
    case 'envelope-algorithm':
      return finding(fault.id, fault.at, { expected: fault.expected, found: fault.found ?? 'nothing' });
    case 'envelope-encoding':
      return finding(fault.id, fault.at, { expected: due[fault.due], found: encodings[fault.why] });
    case 'envelope-key-id':
      return finding(fault.id, 'envelope.header.kid', {
        expected: 'https://VAULT.vault.azure.net/keys/KEK/VERSION of the wrapping key',
        found: `${fault.found}, ${keyIds[fault.why]}`,
      });
    case 'envelope-parts':
      return finding(fault.id, 'envelope', {
        expected: fault.why === 'joined' ? 'two fields, one for each part' : 'one file, the parts joined',
        found: fault.why === 'joined' ? 'both parts in one field' : 'the parts apart',
      });
  }
}

/** What is wrong around the blob. */
export const envelopeFindings = ({ faults }: Opened, row: ServiceRow): readonly Finding[] =>
  faults.map((fault) => named(fault, row));
