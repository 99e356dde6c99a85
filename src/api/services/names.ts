import { KmsKeywrapError, type ErrorCode } from '../../errors.ts';
import { quotedName } from '../../shown-name.ts';
import { services } from '../../tables/services/index.ts';
import { isServiceName, serviceNames } from '../../tables/services/names.ts';
import type { Material, ServiceRow, Wrapping } from '../../tables/services/types.ts';
import { nearestName } from '../names.ts';

const squeeze = (name: string) => name.toUpperCase().replaceAll(/[^A-Z0-9]/g, '');

/** The row of a name: as it stands, or in another spelling of the same letters and digits, as APIs and tools differ. */
function resolve<Row extends { readonly name: string }>(
  code: ErrorCode,
  what: string,
  given: string,
  rows: readonly Row[],
): Row {
  const found =
    rows.find(({ name }) => name === given) ?? rows.find(({ name }) => squeeze(name) === squeeze(given));
  if (found !== undefined) return found;
  const names = rows.map(({ name }) => name);
  const near = nearestName(given, names);
  throw new KmsKeywrapError(code, `unknown ${what} ${quotedName(given)}`, {
    hint: `${near === undefined ? '' : `did you mean ${near}? `}known: ${names.join(', ')}`,
  });
}

/** The row of a service. @throws `ERR_USAGE` with the nearest known name */
export function resolveService(given: string): ServiceRow {
  if (isServiceName(given)) return services[given];
  const near = nearestName(given, serviceNames);
  throw new KmsKeywrapError('ERR_USAGE', `unknown service ${quotedName(given)}`, {
    hint: `${near === undefined ? '' : `did you mean ${near}? `}known: ${serviceNames.join(', ')}`,
  });
}

/** What can be imported, by the service's own name. @throws `ERR_UNKNOWN_KEY_SPEC` */
export const resolveMaterial = (row: ServiceRow, given: string): Material =>
  resolve('ERR_UNKNOWN_KEY_SPEC', `${row.words.keySpec} of ${row.title}`, given, row.materials);

/** A way of wrapping, by the service's own name. @throws `ERR_UNKNOWN_WRAPPING_ALGORITHM` */
export const resolveWrapping = (row: ServiceRow, given: string): Wrapping =>
  resolve(
    'ERR_UNKNOWN_WRAPPING_ALGORITHM',
    `${row.words.wrappingAlgorithm} of ${row.title}`,
    given,
    row.wrappings,
  );

/** The named wrapping, or the one that the service means where none is named. @throws `ERR_USAGE` where it has none */
export function wrappingOrDefault(row: ServiceRow, given: string | undefined): Wrapping {
  const name = given ?? row.defaultWrapping;
  if (name !== undefined) return resolveWrapping(row, name);
  throw new KmsKeywrapError('ERR_USAGE', '--wrapping-algorithm is missing', {
    hint: `${row.title} calls it ${row.words.wrappingAlgorithm}: ${row.wrappings.map((one) => one.name).join(', ')}`,
  });
}
