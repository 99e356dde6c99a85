import { resolveMaterial, resolveService, wrappingOrDefault } from '../../api/services/names.ts';
import { auditForService } from '../../audit/services/audit.ts';
import { auditEverywhere } from '../../audit/services/everywhere.ts';
import type { AuditResult } from '../../audit/result.ts';
import { KmsKeywrapError } from '../../errors.ts';
import { reportKinds } from '../../report/kinds.ts';
import type { Context, ExitCode } from '../options/command.ts';
import { failOnValues, hasWarning } from '../options/fail-on.ts';
import { choice, required } from '../options/options.ts';
import { readBytes, refuseStdinTwice } from '../output/files.ts';
import { reportOutput, type ReportRequest } from '../output/report-output.ts';
import { blobPaths } from '../work/blob-paths.ts';
import { givenKeys } from './wrapping-keys.ts';

interface Options extends Omit<ReportRequest, 'inputs'> {
  readonly blob?: readonly string[] | undefined;
  readonly manifest?: string | undefined;
  readonly privateKey?: string | undefined;
  readonly publicKey?: string | undefined;
  readonly wrappingAlgorithm?: string | undefined;
  readonly keySpec?: string | undefined;
  readonly reference?: string | undefined;
  readonly referenceDir?: string | undefined;
  readonly failOn: string;
}

/** Up to this many blobs the report shows what was seen of sound ones too. */
const shownWhole = 16;

function refuseManifest({ manifest, referenceDir }: Options): void {
  const given = manifest === undefined ? referenceDir && '--reference-dir' : '--manifest';
  if (given !== undefined)
    throw new KmsKeywrapError('ERR_USAGE', `${given} is for AWS KMS alone`, {
      hint: 'name the blobs, and --reference FILE for one of them',
    });
}

/** `audit --service S`, and `audit --service all` */
export async function serviceAudit(service: string, options: Options, context: Context): Promise<ExitCode> {
  refuseManifest(options);
  const named = options.blob ?? [];
  if (named.length === 0) throw new KmsKeywrapError('ERR_USAGE', 'no blob given');
  const judge = service === 'all' ? everywhere(options) : oneService(service, options);
  const failOn = choice('fail-on', options.failOn, failOnValues);
  const { reference } = options;
  const others = [options.privateKey, options.publicKey, reference].filter((path) => path !== undefined);
  const paths = (await blobPaths(named)).filter((path) => !others.includes(path));
  const inputs = [...paths, ...others];
  refuseStdinTwice(inputs);
  const keys = await givenKeys(options, context);
  const bytes =
    reference === undefined ? {} : { reference: await readBytes(reference, 'reference', context) };
  const report = await reportOutput(reportKinds.audit, { ...options, inputs }, context);
  report.begin({ detail: paths.length <= shownWhole || service === 'all' ? 'all' : 'faults' });
  let rejected = false;
  let accepted = false;
  let warned = false;
  for (const path of paths) {
    const file = await readBytes(path, 'blob', context);
    for (const result of judge({ id: path, path, file, ...keys, ...bytes })) {
      rejected ||= result.verdict === 'reject';
      accepted ||= result.verdict === 'accept';
      warned ||= failOn === 'warning' && hasWarning(result);
      report.each({ result });
    }
    await report.drain();
  }
  await report.end();
  // Of all services one is enough: the rest is told, not held against the blob.
  const isAtFault = service === 'all' ? rejected && !accepted : rejected;
  return isAtFault || warned ? 1 : 0;
}

type Judge = (input: Parameters<typeof auditEverywhere>[0]) => readonly AuditResult[];

function oneService(service: string, options: Options): Judge {
  const row = resolveService(service);
  const material = resolveMaterial(row, required('key-spec', options.keySpec));
  const wrapping = wrappingOrDefault(row, options.wrappingAlgorithm);
  return (input) => [auditForService({ ...input, row, material, wrapping })];
}

/** No name of one service means the same at all others: what the blob is tells which of their rows to hold it against. */
function everywhere({ keySpec, wrappingAlgorithm }: Options): Judge {
  if (keySpec !== undefined || wrappingAlgorithm !== undefined)
    throw new KmsKeywrapError('ERR_USAGE', 'with --service all no key spec and no algorithm is named', {
      hint: 'what is in the blob tells which of each service’s it can be; leave --key-spec and --wrapping-algorithm out',
    });
  return auditEverywhere;
}
