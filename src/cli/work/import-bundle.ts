import type { Gathered } from '../../bundle/gather.ts';
import type { BundleContent } from '../../bundle/write.ts';
import { KmsKeywrapError } from '../../errors.ts';
import type { Partition } from '../../tables/partitions.ts';
import type { WrappingAlgorithm } from '../../tables/wrapping.ts';
import { bundleWrittenText } from '../../report/bundle-text.ts';
import { tool } from '../../version.ts';
import type { Context } from '../options/command.ts';
import { readBytes } from '../output/files.ts';

/** The options of `wrap` that say where its facts come from. */
export interface SourceOptions {
  readonly publicKey?: string | undefined;
  readonly parameters?: string | undefined;
  readonly cloudtrailEvent?: string | undefined;
}

export interface WrapSources extends Gathered {
  readonly publicKey: Buffer;
}

/**
 * The wrapping public key and what goes with it, from `--public-key` or `--parameters`, with `--cloudtrail-event`.
 * @throws `ERR_USAGE`, and what reading them throws
 */
export async function wrapSources(
  options: SourceOptions,
  asked: { wrappingAlgorithm?: WrappingAlgorithm | undefined; partition?: Partition | undefined },
  context: Context,
): Promise<WrapSources> {
  const { terminal } = context;
  const publicKeyFile = options.publicKey;
  if (publicKeyFile !== undefined && options.parameters !== undefined)
    throw new KmsKeywrapError('ERR_USAGE', '--public-key and --parameters both name the wrapping key', {
      hint: 'give one of them; --parameters brings the import token and the expiry too',
    });
  if (publicKeyFile === undefined && options.parameters === undefined)
    throw new KmsKeywrapError('ERR_USAGE', '--public-key is missing', {
      hint: 'or give the answer of aws kms get-parameters-for-import with --parameters',
    });
  const publicKey =
    publicKeyFile === undefined ? undefined : await readBytes(publicKeyFile, 'public key', context);
  if (options.parameters === undefined && options.cloudtrailEvent === undefined)
    return { publicKey: publicKey as Buffer, ...asked, notes: [], warnings: [] };
  const { gather } = await import('../../bundle/gather.ts');
  const gathered = await gather({
    ...asked,
    publicKey,
    parameters: options.parameters,
    cloudtrailEvent: options.cloudtrailEvent,
    now: Date.now(),
    signal: context.signal,
  });
  for (const note of gathered.notes) terminal.say('note', note);
  for (const warning of gathered.warnings) terminal.say('warning', warning);
  return { ...gathered, publicKey: (publicKey ?? gathered.parameters?.publicKey) as Buffer };
}

/** Writes the bundle and says so. */
export async function writeImportBundle(
  folder: string,
  content: BundleContent,
  request: { force: boolean; format: 'text' | 'json'; facts: Readonly<Record<string, unknown>> },
  { terminal }: Context,
): Promise<void> {
  const { writeBundle } = await import('../../bundle/write.ts');
  const manifest = await writeBundle(folder, content, { force: request.force, now: Date.now() });
  if (request.format === 'json')
    await terminal.json({
      schema: 'kms-keywrap/wrap/1',
      tool,
      ...request.facts,
      bundle: folder,
      manifest,
    });
  else await terminal.result(bundleWrittenText(folder, manifest));
}
