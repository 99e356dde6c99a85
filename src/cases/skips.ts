import { probeOpenssl } from '../run/probe.ts';
import type { RunContext } from '../run/recipe.ts';
import { capabilitiesNeeded, type Capability } from '../tables/openssl.ts';
import { support, type Combination } from '../tables/support.ts';
import { nodeLimit } from './node-capabilities.ts';

/**
 * Why this machine cannot run a combination, known before any of them is run; undefined when it can.
 * openssl is tried, not asked for its version. `needs`: what a combination needs of it, all of its recipes unless given.
 */
export async function skipReasons(
  combinations: readonly Combination[],
  context: RunContext,
  needs: (combination: Combination) => readonly Capability[] = capabilitiesNeeded,
): Promise<(combination: Combination) => string | undefined> {
  const wanted = combinations.filter((one) => support(one).status !== 'unsupported');
  const needed = [...new Set(wanted.flatMap(needs))];
  const probes = await probeOpenssl(context, needed);
  const cannot = new Map(
    probes.flatMap(({ capability, ok, reason = '' }) => (ok ? [] : [[capability, reason]])),
  );
  return (combination) =>
    needs(combination)
      .map((capability) => cannot.get(capability))
      .find((reason) => reason !== undefined) ?? nodeLimit(combination);
}
