import { convertBlob } from '../../api/convert/blob.ts';
import { KmsKeywrapError } from '../../errors.ts';
import { documentedNames } from '../../recipe/model.ts';
import type { Context, ExitCode } from '../options/command.ts';
import { formatted, names, required } from '../options/options.ts';
import { checkTarget, readBytes, refuseStdinTwice, writeOutput } from '../output/files.ts';

export interface ConvertBlobOptions {
  readonly file: string;
  readonly wrappingAlgorithm?: string | undefined;
  readonly keySpec?: string | undefined;
  readonly partition?: string | undefined;
  readonly privateKey?: string | undefined;
  readonly publicKey?: string | undefined;
  readonly passphraseFile?: string | undefined;
  readonly passphraseStdin: boolean;
  readonly reference?: string | undefined;
  readonly expectPublicKey?: string | undefined;
  readonly out?: string | undefined;
  readonly force: boolean;
  readonly format: string;
}

/** Options that ask for a key, not for a blob. */
const ofKeys = {
  passphraseFile: '--passphrase-file',
  passphraseStdin: '--passphrase-stdin',
  reference: '--reference',
  expectPublicKey: '--expect-public-key',
} as const;

function refuseKeyOptions(options: ConvertBlobOptions): void {
  for (const [name, option] of Object.entries(ofKeys)) {
    const value = options[name as keyof typeof ofKeys];
    if (value === undefined || value === false) continue;
    throw new KmsKeywrapError('ERR_USAGE', `${option} is for a key, and --wrapping-algorithm for a blob`, {
      hint: 'leave one of them out',
    });
  }
}

/** `convert FILE --wrapping-algorithm …`: the binary blob out of whatever is around it. */
export async function convertBlobFile(options: ConvertBlobOptions, context: Context): Promise<ExitCode> {
  refuseKeyOptions(options);
  const { file, privateKey, publicKey } = options;
  const { keySpec, partition, ...given } = names(options);
  const wrappingAlgorithm = required('wrapping-algorithm', given.wrappingAlgorithm);
  const inputs = [file, privateKey, publicKey].filter((path) => path !== undefined);
  refuseStdinTwice(inputs);
  const target = {
    out: options.out ?? documentedNames.wrapped,
    force: options.force,
    inputs,
    format: formatted(options.format, ['text', 'json']),
    context,
  };
  checkTarget(target);
  const secret = privateKey === undefined ? undefined : await readBytes(privateKey, 'private key', context);
  try {
    const converted = convertBlob({
      encryptedKeyMaterial: await readBytes(file, 'blob', context),
      wrappingAlgorithm,
      keySpec,
      partition,
      privateKey: secret,
      publicKey: publicKey === undefined ? undefined : await readBytes(publicKey, 'public key', context),
    });
    const { layers, proof } = converted;
    for (const { description } of layers) context.terminal.say('note', `found ${description}`);
    if (proof === 'form')
      context.terminal.say(
        'note',
        'length and form are right; without the private key the blob was not opened',
      );
    await writeOutput(converted.encryptedKeyMaterial, target, {
      schema: 'kms-keywrap/convert/1',
      what: `blob by ${wrappingAlgorithm}`,
      facts: { wrappingAlgorithm, layers, changes: [], findings: [], proof },
    });
    return 0;
  } finally {
    secret?.fill(0);
  }
}
