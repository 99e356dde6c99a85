import type { Misfit } from '../../../formats/der/grammar.ts';
import { finding, type Finding } from '../../finding.ts';
import { rsaSpecs } from './kind.ts';
import type { MaterialFacts } from '../facts/facts.ts';
import { describeMisfit } from '../words/grammar.ts';
import type { MaterialRule } from './rule.ts';

const algorithm = 'material.pkcs8.algorithm';
const isInteger = ({ why }: Misfit) =>
  why === 'integer-negative' || why === 'integer-padded' || why === 'integer-empty';

/** Misfits that another finding explains: one fault is told once. */
function isExplained({ at, why }: Misfit, { ec, rsa }: MaterialFacts): boolean {
  // A version that is not the due one has a finding of its own.
  if (at === 'material.ec.version' && ec?.key.version !== 1) return true;
  if (at === 'material.rsa.version' && rsa?.key.version !== 0) return true;
  // An unreadable point is not the point of the private key.
  if (ec && why === 'bit-string-invalid' && at.endsWith('.publicKey')) return true;
  // Changed numbers are changed numbers, however they are encoded.
  return (
    at.startsWith('material.rsa.') &&
    isInteger({ at, why } as Misfit) &&
    (rsa?.inconsistency !== undefined || !rsaSpecs.has(rsa?.modulusBits ?? 0))
  );
}

/** Every node of the private key against its grammar. */
export const grammar: MaterialRule = (facts) => {
  if (!facts.misfits || facts.lengths) return undefined;
  const told = facts.misfits.filter((misfit) => !isExplained(misfit, facts));
  const integers = told.filter(isInteger);
  const identifier = told.filter(
    ({ at, why }) => at.startsWith(algorithm) && !integers.some((one) => one.at === at && one.why === why),
  );
  const others = told.filter((misfit) => !integers.includes(misfit) && !identifier.includes(misfit));
  const findings: Finding[] = [];
  const [first] = integers;
  if (first)
    findings.push(
      finding('der-integer', first.at, {
        expected: 'a positive INTEGER in its shortest form',
        found: integers.map(describeMisfit).join('; '),
      }),
    );
  for (const misfit of identifier.slice(0, 1))
    findings.push(
      finding('algorithm-identifier', misfit.at, {
        expected:
          facts.key?.type === 'rsa'
            ? 'rsaEncryption with NULL parameters'
            : 'id-ecPublicKey with a named curve',
        found: describeMisfit(misfit),
      }),
    );
  const places = [...new Set(others.map(({ at }) => at))].slice(0, 2);
  for (const at of places) {
    const here = others.filter((misfit) => misfit.at === at);
    findings.push(
      finding('material-grammar', at, { found: here.slice(0, 3).map(describeMisfit).join('; ') }),
    );
  }
  return findings;
};
