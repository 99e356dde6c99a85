import { KmsKeywrapError } from '../errors.ts';
import { millisecondsOf } from '../api/arguments.ts';
import type { OpensslOptions } from '../api/engine.ts';
import { programNames, type Program } from '../recipe/programs.ts';
import { findOpenssl, type Openssl } from '../run/find.ts';
import { requireOpenssl } from '../run/fingerprint.ts';
import { childEnvironment, nodeVersions, system, type Environment } from '../run/host/host.ts';
import { onPath } from '../run/host/programs.ts';
import { configurationOf, probeOpenssl, type Configuration, type ProbeResult } from '../run/probe.ts';
import { memoryFolder, withWorkspace, workspaceBase } from '../run/workspace.ts';
import type { OpensslFamily } from '../tables/openssl.ts';
import { allCombinations, combinationId, rowsOf, support } from '../tables/support.ts';
import { capabilitiesNeeded } from '../tables/openssl.ts';
import { probeNode, type NodeProbe } from '../cases/node-capabilities.ts';

export interface OpensslState {
  readonly path: string;
  readonly family: OpensslFamily;
  readonly version?: string;
  /** First line of `openssl version`. */
  readonly text: string;
  readonly configuration: Configuration;
  readonly capabilities: readonly ProbeResult[];
  /** Supported combinations whose documented recipe this openssl can run, and all there are. */
  readonly recipes: {
    readonly possible: number;
    readonly all: number;
    readonly impossible: readonly string[];
  };
}

export interface DoctorReport {
  readonly node: {
    readonly version: string;
    readonly openssl: string;
    readonly capabilities: readonly NodeProbe[];
  };
  readonly openssl:
    | OpensslState
    | { readonly error: { readonly code: string; readonly message: string; readonly hint?: string } };
  /** Programs that the printed recipes run beside openssl, and whether they are on the PATH. */
  readonly programs: readonly { readonly name: Program; readonly ok: boolean }[];
  /** Where the key material lies while openssl works on it. */
  readonly workspace: { readonly path: string; readonly inMemory: boolean };
  /** Nothing is missing. */
  readonly ok: boolean;
}

export interface DoctorInput extends OpensslOptions {
  /** The environment around the tool, to tell which of its variables are kept from openssl; none are told unless it is given. */
  readonly environment?: Readonly<Record<string, string | undefined>> | undefined;
}

/** What this machine's openssl and node can and cannot do of the recipes, by trying each. A missing openssl is a result. */
export async function doctor(input: DoctorInput = {}): Promise<DoctorReport> {
  const node = { version: nodeVersions.node, openssl: nodeVersions.nodeOpenssl, capabilities: probeNode() };
  const programs = recipePrograms(input.environment);
  const path = workspaceBase();
  const host = { node, programs, workspace: { path, inMemory: path === memoryFolder } };
  try {
    const openssl = await examine(findOpenssl({ path: input.openssl }), input);
    const ok = [...node.capabilities, ...openssl.capabilities, ...programs].every((probe) => probe.ok);
    return { ...host, openssl, ok };
  } catch (error) {
    if (!(error instanceof KmsKeywrapError) || !error.code.startsWith('ERR_OPENSSL')) throw error;
    const { code, message, hint } = error;
    return {
      ...host,
      openssl: { error: { code, message, ...(hint === undefined ? {} : { hint }) } },
      ok: false,
    };
  }
}

function recipePrograms(environment?: Environment): DoctorReport['programs'] {
  const path = childEnvironment(environment)['PATH'] ?? '';
  return programNames.map((name) => ({ name, ok: onPath(name, path, system) !== undefined }));
}

async function examine(openssl: Openssl, input: DoctorInput): Promise<OpensslState> {
  const timeout = millisecondsOf(input.timeout);
  const found = await requireOpenssl(openssl, { timeout, trace: input.trace });
  const capabilities = await withWorkspace((workspace) =>
    probeOpenssl({
      openssl,
      workspace,
      timeout,
      trace: input.trace,
      revealSecrets: input.revealSecrets,
      signal: input.signal,
    }),
  );
  const cannot = new Set<string>(capabilities.filter(({ ok }) => !ok).map(({ capability }) => capability));
  const wanted = [...allCombinations()].filter((one) => support(one).status !== 'unsupported');
  const impossible = wanted.filter((one) => capabilitiesNeeded(rowsOf(one)).some((name) => cannot.has(name)));
  return {
    path: openssl.path,
    family: found.family,
    ...(found.version === undefined ? {} : { version: found.version }),
    text: found.text,
    configuration: configurationOf(found, input.environment ?? {}),
    capabilities,
    recipes: {
      possible: wanted.length - impossible.length,
      all: wanted.length,
      impossible: impossible.map(combinationId),
    },
  };
}
