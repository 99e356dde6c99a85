import { gather } from '../../bundle/gather.ts';
import { contentOfBlob } from '../../bundle/from-blob.ts';
import { checkBundleTarget, writeBundle } from '../../bundle/write.ts';
import { bundleWrittenText } from '../../report/bundle-text.ts';
import { tool } from '../../version.ts';
import type { Context } from '../options/command.ts';
import { readBytes, refuseStdinTwice } from '../output/files.ts';
import { checkSources } from './import-bundle.ts';
import { readExpectedMac, referenceFile } from './expected.ts';
import { names, partitionOf, required } from '../options/options.ts';

export interface CreateOptions {
  readonly in?: string | undefined;
  readonly parameters?: string | undefined;
  readonly publicKey?: string | undefined;
  readonly importToken?: string | undefined;
  readonly cloudtrailEvent?: string | undefined;
  readonly expectPublicKey?: string | undefined;
  readonly reference?: string | undefined;
  readonly expectMac?: string | undefined;
  readonly macMessage?: string | undefined;
  readonly wrappingAlgorithm?: string | undefined;
  readonly keySpec?: string | undefined;
  readonly partition?: string | undefined;
  readonly force: boolean;
}

/** `bundle create`: a bundle around a blob that an HSM made. */
export async function createBundle(
  folder: string,
  options: CreateOptions,
  format: 'text' | 'json',
  context: Context,
): Promise<void> {
  const { terminal } = context;
  const path = required('in', options.in);
  const { publicKey, importToken } = options;
  if (publicKey !== undefined || importToken !== undefined) {
    checkSources(options);
    required('import-token', importToken);
  } else required('parameters', options.parameters);
  const event = options.cloudtrailEvent;
  const expected = referenceFile(options);
  const inputs = [
    path,
    options.parameters,
    publicKey,
    importToken,
    event,
    expected,
    options.macMessage,
  ].filter((input) => input !== undefined);
  refuseStdinTwice(inputs);
  const asked = names(options);
  const keySpec = required('key-spec', asked.keySpec);
  checkBundleTarget(folder, options.force, inputs);
  const read = async (name: string | undefined, what: string) =>
    name === undefined ? undefined : { name, bytes: await readBytes(name, what, context) };
  const gathered = await gather({
    ...asked,
    parameters: options.parameters,
    publicKey: await read(publicKey, 'public key'),
    importToken: await read(importToken, 'import token'),
    cloudtrailEvent: event,
    now: Date.now(),
    signal: context.signal,
  });
  const wrappingAlgorithm = required('wrapping-algorithm', gathered.wrappingAlgorithm);
  const parameters = required('parameters', gathered.parameters);
  const { content, findings, warnings } = contentOfBlob({
    blob: await readBytes(path, 'blob', context),
    keySpec,
    partition: gathered.partition ?? partitionOf({ keySpec, wrappingAlgorithm }),
    wrappingAlgorithm,
    parameters,
    event: gathered.event,
    expectedMac: await readExpectedMac(options, keySpec, context),
    reference: expected === undefined ? undefined : await readBytes(expected, 'reference', context),
  });
  const manifest = await writeBundle(folder, content, { force: options.force, now: Date.now() });
  for (const note of gathered.notes) terminal.say('note', note);
  const said = [...gathered.warnings, ...warnings];
  for (const warning of said) terminal.say('warning', warning);
  if (format === 'json')
    await terminal.json({
      schema: 'kms-keywrap/bundle-create/1',
      tool,
      bundle: folder,
      warnings: said,
      findings,
      manifest,
    });
  else await terminal.result(bundleWrittenText(folder, manifest));
}
