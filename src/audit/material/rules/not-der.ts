import { finding } from '../../finding.ts';
import { isLikeDer, type MaterialFacts } from '../facts/facts.ts';
import { throughText } from '../facts/mangled.ts';
import { describeReadFailure } from '../words/der.ts';
import { describeAlgorithm } from '../words/structures.ts';
import type { MaterialRule } from './rule.ts';

/** Nothing that can be read as a private key, or the algorithm's private key missing inside the PKCS #8. */
export const notDer: MaterialRule = (facts) => {
  const { structure, lengths } = facts;
  if (lengths) return undefined;
  if (!structure)
    return finding('material-not-der', 'material', {
      expected: 'PKCS #8, DER',
      found: `${describe(facts)}${throughText(facts.content)}`,
    });
  if (structure.form !== 'pkcs8' || structure.key) return undefined;
  return finding('material-not-der', 'material.pkcs8.privateKey', {
    expected: `the private key structure of ${describeAlgorithm(structure.algorithm)}`,
    found: 'something else, or a part of it',
  });
};

function describe({ content, der }: MaterialFacts): string {
  const { failure } = der;
  if (content.length === 0) return 'nothing';
  if (!isLikeDer(der)) {
    const offset = embedded(content);
    return offset > 0
      ? `${content.length} bytes; DER seems to begin at offset ${offset}`
      : `${content.length} bytes that are no DER`;
  }
  return failure ? describeReadFailure(failure, content.length) : 'DER, but of no structure known here';
}

/** Where a PKCS #8 header stands within the first bytes: a SEQUENCE, then version 0 or 1, then a SEQUENCE. */
function embedded(content: Buffer): number {
  const head = content.subarray(0, 1024).toString('latin1');
  // eslint-disable-next-line no-control-regex -- it is bytes that are matched
  return head.search(/0(?:[\x20-\x7f]|\x81[^]|\x82[^][^])\x02\x01[\0\x01]0/);
}
