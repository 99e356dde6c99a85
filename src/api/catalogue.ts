import { findings, type FindingId, type FindingWords } from '../tables/findings/index.ts';
import { sources, type Source } from '../tables/sources.ts';

/** An entry of the catalogue, its source spelled out. */
export interface CatalogueEntry extends Omit<FindingWords, 'source'> {
  readonly id: FindingId;
  readonly source: Source;
}

export const findingIds = Object.keys(findings) as readonly FindingId[];

export function catalogueEntry(id: FindingId): CatalogueEntry {
  const { severity, title, meaning, cause, fix, source }: FindingWords = findings[id];
  return { id, severity, title, meaning, cause, fix, source: sources[source] };
}

/** Everything that `audit` and `lint` can name, outermost layer first. */
export const catalogue = (): readonly CatalogueEntry[] => findingIds.map(catalogueEntry);
