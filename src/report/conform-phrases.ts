import type { ConformResult, ConformStatus } from '../conform/result.ts';
import { findings, type FindingId } from '../tables/findings/index.ts';

/** What each status says of an implementation, as a heading. */
export const conformHeadings: Readonly<Record<ConformStatus, string>> = {
  'right': 'right',
  'wrong-bytes': 'gave wrong bytes',
  'accepted': 'accepted what must be refused',
  'refused': 'refused what must be accepted',
  'faulty': 'made a blob that is at fault',
  'crashed': 'crashed',
  'hung': 'hung',
  'unavailable': 'says that it does not have the algorithm',
};

export const faultTitle = (id: FindingId): string => findings[id].title;

const bytes = (count: number) => (count === 1 ? '1 byte' : `${count} bytes`);

function happened({ status, fault, gave = 0, gaveMaterial, exitStatus, signal, findings }: ConformResult) {
  switch (status) {
    case 'right':
    case 'unavailable':
      return undefined;
    case 'accepted': {
      const what = fault === undefined ? '' : `: ${faultTitle(fault)} (${fault})`;
      return `${conformHeadings.accepted}${what}; gave ${gaveMaterial === true ? 'the key material' : `${bytes(gave)} of something else`}`;
    }
    case 'wrong-bytes':
      return `gave ${bytes(gave)} that are not the key material`;
    case 'refused':
      return exitStatus === 0
        ? `${conformHeadings.refused}: exit status 0, and the output file is missing or empty`
        : `${conformHeadings.refused}: exit status ${exitStatus}`;
    case 'faulty':
      return `${conformHeadings.faulty}: ${findings.map(({ id }) => id).join(', ')}`;
    case 'crashed':
      return signal === undefined ? 'wrote without end and was killed' : `ended by ${signal}`;
    case 'hung':
      return 'did not end in time and was killed';
  }
}

/** Why a case is not right; undefined where it is. */
export function conformReason(result: ConformResult): string | undefined {
  const what = happened(result);
  if (what === undefined || result.said === undefined) return what;
  return `${what}; it says: ${result.said}`;
}
