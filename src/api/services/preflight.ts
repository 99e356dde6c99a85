import { lintForService } from '../../audit/services/lint.ts';
import { wrappingKeyOf } from '../../audit/services/expected.ts';
import type { Finding } from '../../audit/finding.ts';
import type { WrappingPublicKey, OtherKey } from '../../crypto/wrapping-key.ts';
import { KmsKeywrapError } from '../../errors.ts';
import { findings as catalogue } from '../../tables/findings/index.ts';
import { serviceSupport } from '../../tables/services/index.ts';
import type { Material, ServiceRow, ServiceWrappingKey, Wrapping } from '../../tables/services/types.ts';

const lint = (material: Buffer, row: ServiceRow, due: Material) =>
  lintForService({ id: 'keyMaterial', path: 'keyMaterial', material, row, due });

const errorOf = (findings: readonly Finding[]) =>
  findings.find(({ id, severity }) => severity === 'error' && !catalogue[id].wrappable);

/** Key material of what a service imports. @returns what is not an error @throws `ERR_KEY_MATERIAL` on the first error */
export function checkServiceMaterial(material: Buffer, row: ServiceRow, due: Material): readonly Finding[] {
  const { findings } = lint(material, row, due);
  const error = errorOf(findings);
  if (error === undefined) return findings;
  const { id, message, expected, found, fix } = error;
  const detail = [
    ...(expected === undefined ? [] : [`expected ${expected}`]),
    ...(found === undefined ? [] : [`found ${found}`]),
  ].join(', ');
  throw new KmsKeywrapError(
    id === 'combination-unsupported' ? 'ERR_UNSUPPORTED_COMBINATION' : 'ERR_KEY_MATERIAL',
    `the key material is refused: ${message}${detail === '' ? '' : `: ${detail}`} (${id})`,
    { hint: fix },
  );
}

/** The first of what a service imports that this key material can be. @throws `ERR_KEY_MATERIAL` */
export function inferMaterial(material: Buffer, row: ServiceRow): Material {
  const found = row.materials.find((due) => errorOf(lint(material, row, due).findings) === undefined);
  if (found !== undefined) return found;
  throw new KmsKeywrapError(
    'ERR_KEY_MATERIAL',
    `the ${row.words.keySpec} of this key material cannot be told: it is not sound as anything that ${row.title} imports`,
    { hint: 'name it with --key-spec: then the fault is named' },
  );
}

/** The wrapping key as one of the service's. @throws `ERR_PUBLIC_KEY` */
export function serviceWrappingKey(row: ServiceRow, key: WrappingPublicKey | OtherKey): ServiceWrappingKey {
  const found = wrappingKeyOf(row, key);
  if (found !== undefined) return found;
  const names = row.wrappingKeys.filter(({ kind }) => kind !== 'kem').map(({ name }) => name);
  const size = key.kind === 'rsa' ? `an RSA key of ${key.modulusBits} bits` : `a key of type ${key.kind}`;
  throw new KmsKeywrapError(
    'ERR_PUBLIC_KEY',
    `expected a wrapping key of ${names.join(', ')}, found ${size}`,
    {
      hint: row.words.fetch,
    },
  );
}

/** @returns the warning of a disputed combination @throws `ERR_UNSUPPORTED_COMBINATION` with the service's reason and source */
export function checkServiceCombination(
  row: ServiceRow,
  material: Material,
  wrapping: Wrapping,
  wrappingKey: ServiceWrappingKey,
): string | undefined {
  const { status, reason = '', sources } = serviceSupport(row, { material, wrapping, wrappingKey });
  if (status === 'supported') return undefined;
  const cited = `${reason} (${sources.map(({ title }) => title).join('; ')})`;
  if (status === 'disputed') return cited;
  throw new KmsKeywrapError('ERR_UNSUPPORTED_COMBINATION', `${row.title} does not support this: ${cited}`, {
    hint: `kms-keywrap support ${material.name} --service ${row.name} lists what it supports`,
  });
}
