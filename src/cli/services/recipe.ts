import { resolveMaterial, resolveService, resolveWrapping } from '../../api/services/names.ts';
import { serviceScript } from '../../recipe/service-script.ts';
import { flavours, type Flavour } from '../../recipe/script.ts';
import { checkServiceCombination } from '../../api/services/preflight.ts';
import { keysOf, materialSupport, serviceSupport } from '../../tables/services/index.ts';
import type { Material, ServiceRow, Wrapping } from '../../tables/services/types.ts';
import { KmsKeywrapError } from '../../errors.ts';
import { tool } from '../../version.ts';
import type { Context, ExitCode } from '../options/command.ts';
import { choice, formatted } from '../options/options.ts';

interface Options {
  readonly keySpec?: string | undefined;
  readonly wrappingAlgorithm?: string | undefined;
  readonly flavour: string;
  readonly format: string;
}

/** What to know of a key type that the service does not import under any wrapping key. @throws `ERR_UNSUPPORTED_COMBINATION` */
function warningsOf(row: ServiceRow, material?: Material, wrapping?: Wrapping): string[] {
  if (material === undefined) return [];
  if (wrapping === undefined) {
    const { status, reason = '', sources } = materialSupport(row, material);
    if (status === 'unsupported')
      throw new KmsKeywrapError(
        'ERR_UNSUPPORTED_COMBINATION',
        `${row.title} does not support this: ${reason} (${sources.map(({ title }) => title).join('; ')})`,
      );
    return status === 'disputed' ? [reason] : [];
  }
  const keys = keysOf(row, wrapping);
  const best =
    keys.find(
      (wrappingKey) => serviceSupport(row, { material, wrapping, wrappingKey }).status !== 'unsupported',
    ) ?? keys[0];
  const dispute = best && checkServiceCombination(row, material, wrapping, best);
  return dispute === undefined ? [] : [dispute];
}

/** `recipe --service S`: one recipe, or one for each way of wrapping where nothing is named. */
export async function serviceRecipe(
  service: string,
  options: Options,
  { terminal }: Context,
): Promise<ExitCode> {
  const format = formatted(options.format, ['text', 'json']);
  const flavour: Flavour = choice('flavour', options.flavour, flavours);
  const row = resolveService(service);
  const material = options.keySpec === undefined ? undefined : resolveMaterial(row, options.keySpec);
  const named =
    options.wrappingAlgorithm === undefined ? undefined : resolveWrapping(row, options.wrappingAlgorithm);
  const all = named === undefined && material === undefined;
  const wrappings = all
    ? row.wrappings.filter(({ use, outOfReach }) => use === 'import' && outOfReach === undefined)
    : [named];
  const recipes = wrappings.map((wrapping) => ({
    service: row.name,
    ...(material === undefined ? {} : { keySpec: material.name }),
    ...(wrapping === undefined ? {} : { wrappingAlgorithm: wrapping.name }),
    flavour,
    warnings: warningsOf(row, material, wrapping),
    script: serviceScript({ row, material, wrapping, flavour }),
  }));
  if (format === 'json') {
    await terminal.json({ schema: 'kms-keywrap/recipe/1', tool, recipes });
    return 0;
  }
  for (const { script, warnings, wrappingAlgorithm } of recipes) {
    await terminal.result(all ? `# ${wrappingAlgorithm ?? ''}\n${script}\n` : script);
    for (const warning of warnings) terminal.say('warning', warning);
  }
  return 0;
}
