import { keysOf, serviceSupport } from '../../tables/services/index.ts';
import type { ServiceName, ServiceRow } from '../../tables/services/types.ts';
import type { Source } from '../../tables/sources.ts';
import { resolveMaterial, resolveWrapping } from './names.ts';

/** One combination of a service and what it is documented to do with it. */
export interface ServiceSupportRow {
  readonly service: ServiceName;
  readonly keySpec: string;
  readonly wrappingAlgorithm: string;
  readonly wrappingKeySpec: string;
  readonly status: 'supported' | 'disputed' | 'unsupported';
  readonly reason?: string;
  readonly sources: readonly Source[];
}

export interface ServiceFilter {
  readonly keySpec?: string | undefined;
  readonly wrappingAlgorithm?: string | undefined;
  readonly wrappingKeySpec?: string | undefined;
}

/** A row for each combination that the filter lets through. @throws `ERR_UNKNOWN_…` for a name that the service does not have */
export function serviceSupportTable(row: ServiceRow, filter: ServiceFilter): ServiceSupportRow[] {
  const materials = filter.keySpec === undefined ? row.materials : [resolveMaterial(row, filter.keySpec)];
  const wrappings =
    filter.wrappingAlgorithm === undefined ? row.wrappings : [resolveWrapping(row, filter.wrappingAlgorithm)];
  return materials.flatMap((material) =>
    wrappings.flatMap((wrapping) =>
      keysOf(row, wrapping)
        .filter(({ name }) => filter.wrappingKeySpec === undefined || name === filter.wrappingKeySpec)
        .map((wrappingKey) => ({
          service: row.name,
          keySpec: material.name,
          wrappingAlgorithm: wrapping.name,
          wrappingKeySpec: wrappingKey.name,
          ...serviceSupport(row, { material, wrapping, wrappingKey }),
        })),
    ),
  );
}
