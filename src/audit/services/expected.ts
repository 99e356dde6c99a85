import type { OtherKey, WrappingPublicKey } from '../../crypto/wrapping-key.ts';
import { serviceSupport } from '../../tables/services/index.ts';
import type { Material, ServiceRow, ServiceWrappingKey, Wrapping } from '../../tables/services/types.ts';
import type { DueBlob } from '../blob/facts/context.ts';

/** The service's wrapping key that the given one can be, by kind and size. */
export function wrappingKeyOf(
  row: ServiceRow,
  key: WrappingPublicKey | OtherKey | undefined,
): ServiceWrappingKey | undefined {
  if (key === undefined || key.kind === 'other') return undefined;
  const bits = key.kind === 'rsa' ? key.modulusBits : 256;
  return row.wrappingKeys.find((one) => one.kind === key.kind && one.bits === bits);
}

/** What the service expects of a blob, as the engine takes it. */
export function dueBlob(
  row: ServiceRow,
  material: Material,
  wrapping: Wrapping,
  key: WrappingPublicKey | OtherKey | undefined,
): DueBlob {
  const wrappingKey = wrappingKeyOf(row, key);
  return {
    expected: {
      service: row.name,
      keySpec: material.name,
      wrappingAlgorithm: wrapping.name,
      ...(wrappingKey === undefined ? {} : { wrappingKeySpec: wrappingKey.name }),
    },
    material,
    scheme: wrapping.scheme,
    support: wrappingKey && serviceSupport(row, { material, wrapping, wrappingKey }),
    wrappingKey: {
      known: wrappingKey !== undefined,
      names: row.wrappingKeys
        .filter(({ kind }) => kind !== 'kem')
        .map(({ name }) => name)
        .join(', '),
    },
  };
}
