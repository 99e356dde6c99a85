import type { Finding } from '../../audit/finding.ts';
import { findings, type FindingId } from '../../tables/findings/index.ts';
import { KmsException } from '../model/exceptions.ts';

const asSentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`);

/** What the error findings say, in one text. */
export function explain(found: readonly Finding[]): string {
  return found
    .filter((finding) => finding.severity === 'error')
    .map(sentence)
    .join(' ');
}

/** The same form for what is refused before there is a blob. */
export function explained(id: FindingId, message: string): string {
  return `[${id}] ${asSentence(message)} Fix: ${asSentence(findings[id].fix)}`;
}

/** `[oaep-hash] message (expected …, found …). Fix: …` */
function sentence(finding: Finding): string {
  const seen = [
    finding.expected === undefined ? [] : [`expected ${finding.expected}`],
    finding.found === undefined ? [] : [`found ${finding.found}`],
  ].flat();
  const aside = seen.length === 0 ? '' : ` (${seen.join(', ')})`;
  return `[${finding.id}] ${asSentence(finding.message + aside)} Fix: ${asSentence(finding.fix)}`;
}

/** The exception for what the auditor found, or undefined when there is no error among it. */
export function refusal(found: readonly Finding[]): KmsException | undefined {
  const errors = found.filter((finding) => finding.severity === 'error');
  const [first] = errors;
  if (first === undefined) return undefined;
  const ofMaterial = first.at.startsWith('material');
  return new KmsException(ofMaterial ? 'IncorrectKeyMaterialException' : 'InvalidCiphertextException', {
    detail: explain(errors),
    undocumented:
      findings[first.id].exposure === 'undetected'
        ? 'whether KMS notices this at all'
        : ofMaterial
          ? 'which exception KMS gives for key material that it can decrypt but not use'
          : 'KMS gives this exception for whatever it cannot decrypt, and no reason',
    findings: found,
  });
}
