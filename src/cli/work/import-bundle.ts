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
  readonly importToken?: string | undefined;
  readonly parameters?: string | undefined;
  readonly cloudtrailEvent?: string | undefined;
}

export interface WrapSources extends Gathered {
  readonly publicKey: Buffer;
}

/** Which files bring key and token. @throws `ERR_USAGE` where two options bring the same, or one is missing */
export function checkSources({ publicKey, importToken, parameters }: SourceOptions): void {
  const usage = (message: string, hint: string) => new KmsKeywrapError('ERR_USAGE', message, { hint });
  if (publicKey !== undefined && parameters !== undefined)
    throw usage(
      '--public-key and --parameters both name the wrapping key',
      'give one of them; --parameters brings the import token and the expiry too',
    );
  if (importToken !== undefined && parameters !== undefined)
    throw usage(
      '--import-token and --parameters both name the import token',
      'give --parameters, or --public-key and --import-token',
    );
  if (publicKey === undefined && parameters === undefined)
    throw usage(
      '--public-key is missing',
      'or give the answer of aws kms get-parameters-for-import with --parameters',
    );
}

/**
 * The wrapping public key and what goes with it, from `--public-key` and `--import-token` or `--parameters`, with
 * `--cloudtrail-event`.
 * @throws `ERR_USAGE`, and what reading them throws
 */
export async function wrapSources(
  options: SourceOptions,
  asked: { wrappingAlgorithm?: WrappingAlgorithm | undefined; partition?: Partition | undefined },
  context: Context,
): Promise<WrapSources> {
  checkSources(options);
  const { terminal } = context;
  const read = async (name: string | undefined, what: string) =>
    name === undefined ? undefined : { name, bytes: await readBytes(name, what, context) };
  const publicKey = await read(options.publicKey, 'public key');
  const importToken = await read(options.importToken, 'import token');
  if (publicKey && !importToken && options.cloudtrailEvent === undefined)
    return { publicKey: publicKey.bytes, ...asked, notes: [], warnings: [] };
  const { gather } = await import('../../bundle/gather.ts');
  const gathered = await gather({
    ...asked,
    publicKey,
    importToken,
    parameters: options.parameters,
    cloudtrailEvent: options.cloudtrailEvent,
    now: Date.now(),
    signal: context.signal,
  });
  for (const note of gathered.notes) terminal.say('note', note);
  for (const warning of gathered.warnings) terminal.say('warning', warning);
  return { ...gathered, publicKey: (publicKey?.bytes ?? gathered.parameters?.publicKey) as Buffer };
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
