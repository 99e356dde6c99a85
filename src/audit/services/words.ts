import { findings, type FindingInfo } from '../../tables/findings/index.ts';
import { serviceFindingWords } from '../../tables/services/finding-words.ts';
import type { ServiceRow } from '../../tables/services/types.ts';
import { sources, type SourceId } from '../../tables/sources.ts';
import type { Finding } from '../finding.ts';

/** Documents of AWS: another service has its own. */
const ofAws: ReadonlySet<SourceId> = new Set<SourceId>(['REQ', 'S2', 'S3', 'S4', 'OFF', 'API']);

/** Findings whose source is the answer of the table that was asked. */
const citesItself: ReadonlySet<Finding['id']> = new Set<Finding['id']>([
  'combination-unsupported',
  'combination-disputed',
]);

function sourceOf({ id, at, source }: Finding, row: ServiceRow): string {
  const own = row.judges[id]?.source;
  if (citesItself.has(id)) return source;
  if (own !== undefined) return own.title;
  const info: FindingInfo = findings[id];
  if (id.startsWith('envelope-')) return row.sources.envelope.title;
  if (!ofAws.has(info.source)) return sources[info.source].title;
  return (at.startsWith('material') ? row.sources.material : row.sources.blob).title;
}

/** A fix in the words of the service: `convert` has to be told for which service it converts. */
const fixFor = (fix: string, { name, words }: ServiceRow) =>
  fix
    .replaceAll('kms-keywrap convert FILE', `kms-keywrap convert FILE --service ${name}`)
    .replaceAll(/\bKMS\b/g, words.service);

/** A finding as the service judges it and in its words; undefined where it is not a fault there. */
export function forService(found: Finding, row: ServiceRow): Finding | undefined {
  const severity = row.judges[found.id]?.severity ?? found.severity;
  if (severity === 'accepted') return undefined;
  const words = serviceFindingWords[found.id]?.(row) ?? {};
  return {
    ...found,
    severity,
    message: (words.message ?? found.message).replaceAll(/(?<!Cloud )\bKMS\b/g, row.words.service),
    ...(words.expected === undefined ? {} : { expected: words.expected }),
    fix: words.fix ?? fixFor(found.fix, row),
    source: sourceOf(found, row),
  };
}

export const allForService = (found: readonly Finding[], row: ServiceRow): readonly Finding[] =>
  found.flatMap((one) => forService(one, row) ?? []);
