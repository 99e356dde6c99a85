import { findings, type FindingId, type FindingInfo } from '../tables/findings/index.ts';
import { sources, type Source } from '../tables/sources.ts';

/** An entry of the catalogue, its source spelled out. */
export interface CatalogueEntry extends Omit<FindingInfo, 'source'> {
  readonly id: FindingId;
  readonly source: Source;
}

export const findingIds = Object.keys(findings) as readonly FindingId[];

export function catalogueEntry(id: FindingId): CatalogueEntry {
  const info: FindingInfo = findings[id];
  return { id, ...info, source: sources[info.source] };
}

/** Everything that `audit` and `lint` can name, outermost layer first. */
export const catalogue = (): readonly CatalogueEntry[] => findingIds.map(catalogueEntry);
