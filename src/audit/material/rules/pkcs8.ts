import { finding, type Finding } from '../../finding.ts';
import type { MaterialRule } from './rule.ts';

/** Version and attributes of the PKCS #8 structure. */
export const pkcs8Fields: MaterialRule = ({ structure, lengths }) => {
  if (structure?.form !== 'pkcs8' || lengths) return undefined;
  const { version, attributes, publicKey } = structure;
  const findings: Finding[] = [];
  if (version !== 0 || publicKey)
    findings.push(
      finding('pkcs8-version', 'material.pkcs8.version', {
        expected: 'version 0 (RFC 5208)',
        found: publicKey ? `version ${version} with a public key (RFC 5958)` : `version ${version}`,
      }),
    );
  if (attributes)
    findings.push(finding('pkcs8-attributes', 'material.pkcs8.attributes', { expected: 'no attributes' }));
  return findings;
};
