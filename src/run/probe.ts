import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { KmsKeywrapError, type ErrorCode } from '../errors.ts';
import { capabilityNames, capabilityRow, knownLimit, remedyOf, type Capability } from '../tables/openssl.ts';
import { requireOpenssl, type Fingerprint } from './fingerprint.ts';
import type { Environment } from './host/host.ts';
import { probes } from './probe-recipes.ts';
import { runRecipe, type RunContext } from './recipe.ts';

/** Whether an openssl can do something, as a run of it showed. */
export interface ProbeResult {
  readonly capability: Capability;
  readonly title: string;
  readonly ok: boolean;
  /** Why not: the known limit of this version where there is one, then openssl's own words. */
  readonly reason?: string;
  readonly fix?: string;
}

/** What a failing openssl throws; anything else says nothing about a capability. */
const answers: ReadonlySet<ErrorCode> = new Set([
  'ERR_OPENSSL_FAILED',
  'ERR_OPENSSL_OUTPUT',
  'ERR_OPENSSL_TIMEOUT',
]);

function reasonOf(
  error: KmsKeywrapError,
  capability: Capability,
  { family, version, text }: Fingerprint,
): string {
  const limit = knownLimit(capability, family, version);
  const said = error.message
    .split('\n')
    .filter((row) => row !== '')
    .slice(0, 2)
    .join(' ');
  return limit === undefined ? `${text}: ${said}` : `${text}: ${limit}`;
}

async function probe(capability: Capability, context: RunContext, found: Fingerprint): Promise<ProbeResult> {
  const { title } = capabilityRow(capability);
  const fix = remedyOf(capability, found.family);
  const { recipe, inputs } = probes[capability]();
  try {
    await runRecipe(recipe, inputs, context);
    return { capability, title, ok: true };
  } catch (error) {
    if (!(error instanceof KmsKeywrapError) || !answers.has(error.code)) throw error;
    return { capability, title, ok: false, reason: reasonOf(error, capability, found), fix };
  }
}

/**
 * Tries each capability for real. The version string only explains what failed.
 * Throws ERR_OPENSSL_UNUSABLE for a program that is not openssl, ERR_ABORTED.
 */
export async function probeOpenssl(
  context: RunContext,
  wanted: readonly Capability[] = capabilityNames,
): Promise<readonly ProbeResult[]> {
  const found = await requireOpenssl(context.openssl, context);
  return await Promise.all(wanted.map((capability) => probe(capability, context, found)));
}

/** Which configuration an openssl works under when this tool runs it. */
export interface Configuration {
  /** The configuration file in force, whether it exists or not; undefined where openssl does not say. */
  readonly file?: string;
  readonly exists: boolean;
  /** Folder that providers are loaded from, where openssl says. */
  readonly modules?: string;
  /** Variables that are set around this tool, would change openssl's behaviour, and are kept from it. */
  readonly keptBack: readonly string[];
}

const influential = [
  'OPENSSL_CONF',
  'OPENSSL_CONF_INCLUDE',
  'OPENSSL_MODULES',
  'OPENSSL_ENGINES',
  'RANDFILE',
];

/** What `doctor` says about openssl.cnf: children never see OPENSSL_CONF and its like. */
export function configurationOf(found: Fingerprint, environment: Environment): Configuration {
  const file = found.folder === undefined ? undefined : join(found.folder, 'openssl.cnf');
  return {
    ...(file === undefined ? {} : { file }),
    exists: file !== undefined && existsSync(file),
    ...(found.modules === undefined ? {} : { modules: found.modules }),
    keptBack: influential.filter((name) => environment[name] !== undefined),
  };
}
