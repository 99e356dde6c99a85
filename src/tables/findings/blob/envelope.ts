import { blobFinding, type FindingInfo } from '../types.ts';

/** What is around the blob, for services that take it in an envelope: JSON, base64, two fields. */
export const envelopeFindings = {
  'envelope-shape': blobFinding({
    severity: 'error',
    title: 'the file is not the envelope that the service takes',
    meaning: 'The service reads a document of a certain shape around the blob and rejects everything else.',
    cause: 'The bare blob, or a document of another service, was given where an envelope belongs.',
    fix: 'Run `kms-keywrap wrap` with --service and give its output to the service: it writes the envelope around the blob.',
    source: 'RFC8259',
  }),
  'envelope-field': blobFinding({
    severity: 'error',
    title: 'a field of the envelope is missing, or has another type or value than the service documents',
    meaning: 'The service reads the blob and its description by the names of the fields.',
    cause: 'The document was written by hand, or for another version of the format.',
    fix: 'Write the field as it is expected, or let `kms-keywrap wrap` with --service write the envelope.',
    source: 'RFC8259',
  }),
  'envelope-encoding': blobFinding({
    severity: 'error',
    title: 'the blob stands in the envelope in another encoding than the service documents',
    meaning:
      'The service decodes the field by one alphabet. Another one gives other bytes, or the request is rejected.',
    cause:
      'Standard base64 was written where base64url belongs, or the reverse; the text was encoded twice, wrapped into lines, padded, or is hexadecimal or PEM.',
    fix: 'Encode the binary blob once, in the alphabet that is expected.',
    source: 'RFC4648',
  }),
  'envelope-algorithm': blobFinding({
    severity: 'error',
    title: 'the envelope names another algorithm than the one that the service takes',
    meaning: 'The service chooses how to open the blob by this name.',
    cause:
      'The algorithm of the wrap was written where a fixed name belongs, or the name of another service.',
    fix: 'Write the name that is expected, and wrap the key in the way that it stands for.',
    source: 'RFC8259',
  }),
  'envelope-key-id': blobFinding({
    severity: 'error',
    title: 'the envelope does not name the wrapping key completely',
    meaning: 'The service looks the wrapping key up by this identifier, with its version.',
    cause: 'The name of the key was written without its version or its vault.',
    fix: 'Write the complete identifier, as the service shows it for the wrapping key.',
    source: 'RFC8259',
  }),
  'envelope-parts': blobFinding({
    severity: 'error',
    title: 'the encrypted AES key and the wrapped key material are not where they belong',
    meaning:
      'Some services take one file with both parts, one after the other; others take two fields. Each rejects the other form.',
    cause: 'The instructions of another service were followed.',
    fix: 'Join or split the two parts: the first is as long as the RSA modulus, the rest is the wrapped key material.',
    source: 'RFC5649',
  }),
} as const satisfies Record<string, FindingInfo>;
