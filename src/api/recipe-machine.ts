import { programsOf, type Program } from '../recipe/programs.ts';
import { hasFlavour, recipesOf, type ScriptRequest } from '../recipe/script.ts';
import { parseVersion } from '../run/fingerprint.ts';
import { childEnvironment, system, type Environment } from '../run/host/host.ts';
import { onPath, versionText } from '../run/host/programs.ts';
import { keySpecRow } from '../tables/key-specs.ts';
import { capabilitiesOfText, capabilityRow, knownLimit } from '../tables/openssl.ts';
import { wrappingAlgorithmRow } from '../tables/wrapping.ts';
import type { PrintedRecipe } from './recipe.ts';

/** Something that a printed recipe needs and this machine does not have. */
export type Lack =
  | { readonly kind: 'program'; readonly program: Program | 'openssl' }
  /** The text is for a POSIX shell. */
  | { readonly kind: 'shell' }
  | {
      readonly kind: 'openssl-limit';
      /** First line of `openssl version`. */
      readonly openssl: string;
      readonly reason: string;
      /** The portable flavour of the recipe gets around it. */
      readonly portable: boolean;
    };

/** The request that a recipe was printed for. */
const requestOf = ({ keySpec, wrappingAlgorithm, partition, flavour }: PrintedRecipe): ScriptRequest => ({
  keySpec: keySpec && keySpecRow(keySpec),
  wrappingAlgorithm: wrappingAlgorithm && wrappingAlgorithmRow(wrappingAlgorithm),
  partition,
  flavour,
});

/**
 * What this machine lacks of what the printed text of recipes runs: programs on the PATH, and limits of the openssl there that
 * are known of its version. Runs `openssl version` at the most.
 */
export function recipeLacks(recipes: readonly PrintedRecipe[], environment?: Environment): readonly Lack[] {
  const requests = recipes.map(requestOf);
  const env = childEnvironment(environment);
  const find = (name: string) => onPath(name, env['PATH'] ?? '', system);
  const wanted = requests.flatMap((one) => programsOf(recipesOf(one), one.flavour));
  const missing = [...new Set(wanted)].filter((name) => find(name) === undefined);
  const shell: Lack[] = system.windows ? [{ kind: 'shell' }] : [];
  const programs = missing.map((program): Lack => ({ kind: 'program', program }));
  const openssl = find('openssl');
  if (openssl === undefined) return [...shell, { kind: 'program', program: 'openssl' }, ...programs];
  const { family, version, text } = parseVersion(versionText(openssl, env));
  const limits = new Map<string, Lack>();
  for (const request of requests)
    for (const name of recipesOf(request).flatMap(argvs).flatMap(capabilitiesOfText)) {
      const reason = knownLimit(name, family, version);
      const reordered = capabilityRow(name).portable === true;
      if (reason === undefined || (reordered && request.flavour === 'portable')) continue;
      const portable = reordered && hasFlavour({ ...request, flavour: 'portable' });
      limits.set(reason, { kind: 'openssl-limit', openssl: text, reason, portable });
    }
  return [...shell, ...limits.values(), ...programs];
}

/** The command lines of a recipe as text, file names as they are documented. */
const argvs = ({ steps }: ReturnType<typeof recipesOf>[number]) =>
  steps.flatMap((step) =>
    step.kind === 'pipe'
      ? step.commands.map(({ lines }) =>
          lines
            .flat()
            .map((word) => (typeof word === 'string' ? word : 'FILE'))
            .join(' '),
        )
      : [],
  );
