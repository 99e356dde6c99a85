import { algorithmName, oids } from '../../../tables/algorithms.ts';
import { type Finding, finding } from '../../finding.ts';
import { describeDeparture } from '../words/der.ts';
import type { MaterialRule } from './rule.ts';

/** Identifiers under which a key is not imported, though it is the same key. */
export const identifier: MaterialRule = ({ structure, key, ec, lengths, context }) => {
  if (
    context.due?.also.includes('rsa-pss') &&
    structure?.form === 'pkcs8' &&
    structure.algorithm === oids.rsaPss
  )
    return undefined;
  if (structure?.form !== 'pkcs8' || lengths || structure.bareAlgorithm) return undefined;
  // A curve that KMS does not have is the greater fault.
  if (ec && !ec.spec) return undefined;
  const due = key?.type === 'rsa' ? oids.rsaEncryption : key?.type === 'ec' ? oids.ecPublicKey : undefined;
  if (due === undefined || structure.algorithm === due) return undefined;
  return finding('algorithm-identifier', 'material.pkcs8.algorithm', {
    expected: key?.type === 'rsa' ? 'rsaEncryption' : 'id-ecPublicKey with a named curve',
    found: `${structure.algorithm} (${algorithmName(structure.algorithm)})`,
  });
};

/** Version and attributes of the PKCS#8 structure. */
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

/** BER that is not DER. What BER does not allow either is a fault of the grammar. */
export const notCanonical: MaterialRule = ({ structure, der, lengths, misfits = [] }) => {
  if (!structure || structure !== der.structure || lengths) return undefined;
  const departures = der.departures.filter(({ offset }) =>
    misfits.every((misfit) => misfit.offset !== offset),
  );
  const [first] = departures;
  if (!first) return undefined;
  const more = departures.length > 1 ? ` (and ${departures.length - 1} more)` : '';
  return finding('der-not-canonical', 'material', {
    expected: 'DER',
    found: `${describeDeparture(first.kind)}, offset ${first.offset}${more}`,
  });
};
