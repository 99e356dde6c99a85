import { awsCn } from './aws-cn.ts';
import { aws } from './aws.ts';
import { azure } from './azure.ts';
import { gcp } from './gcp.ts';
import type { serviceNames } from './names.ts';
import { openbao } from './openbao.ts';
import type {
  Material,
  ServiceAnswer,
  ServiceCombination,
  ServiceRow,
  ServiceWrappingKey,
  Wrapping,
} from './types.ts';
import { vault } from './vault.ts';

/** One row a service. */
export const services = {
  'aws': aws,
  'aws-cn': awsCn,
  gcp,
  azure,
  vault,
  openbao,
} as const satisfies Record<(typeof serviceNames)[number], ServiceRow>;

/** What a service is documented to do with a combination. Total: every combination has an answer. */
export function serviceSupport(row: ServiceRow, combination: ServiceCombination): ServiceAnswer {
  for (const { applies, status, source } of row.rules) {
    const reason = applies(combination);
    if (reason !== undefined) return { status, reason, sources: [source] };
  }
  const { material, wrapping } = combination;
  return { status: 'supported', sources: [wrapping.source, material.source] };
}

/** All combinations of a service, in the order of its row, as far as the wrapping names the wrapping key. */
export function* serviceCombinations(row: ServiceRow): Generator<ServiceCombination> {
  for (const material of row.materials)
    for (const wrapping of row.wrappings)
      for (const wrappingKey of keysOf(row, wrapping)) yield { material, wrapping, wrappingKey };
}

/** The wrapping keys that a wrapping is used with. */
export const keysOf = (row: ServiceRow, { under }: Wrapping): readonly ServiceWrappingKey[] =>
  row.wrappingKeys.filter(({ name }) => under.includes(name));

/** The best answer that any wrapping has for a material: whether it can be imported at all. */
export function materialSupport(row: ServiceRow, material: Material): ServiceAnswer {
  const answers = row.wrappings
    .filter(({ use, outOfReach }) => use === 'import' && outOfReach === undefined)
    .flatMap((wrapping) =>
      keysOf(row, wrapping).map((wrappingKey) => serviceSupport(row, { material, wrapping, wrappingKey })),
    );
  return (
    answers.find(({ status }) => status === 'supported') ??
    answers.find(({ status }) => status === 'disputed') ??
    answers.findLast(({ reason }) => reason !== undefined) ?? { status: 'unsupported', sources: [] }
  );
}
