import { convertForService } from '../../api/services/convert.ts';
import { materialFileName } from '../../api/services/generate.ts';
import { resolveMaterial, resolveService } from '../../api/services/names.ts';
import { KmsKeywrapError } from '../../errors.ts';
import type { CommonOptions, Context, ExitCode } from '../options/command.ts';
import { formatted, required } from '../options/options.ts';
import { checkTarget, readBytes, refuseStdinTwice, writeOutput } from '../output/files.ts';

interface Options extends CommonOptions {
  readonly file: string;
  readonly keySpec?: string | undefined;
  readonly reference?: string | undefined;
  readonly passphraseFile?: string | undefined;
  readonly passphraseStdin: boolean;
  readonly out?: string | undefined;
  readonly force: boolean;
}

const withoutLineBreak = (bytes: Buffer) => {
  const text = /\r?\n$/.exec(bytes.toString('latin1'));
  return bytes.subarray(0, bytes.length - (text?.[0].length ?? 0));
};

/** `convert FILE --service S` */
export async function serviceConvert(service: string, options: Options, context: Context): Promise<ExitCode> {
  const row = resolveService(service);
  const material = resolveMaterial(row, required('key-spec', options.keySpec));
  if (options.passphraseFile !== undefined && options.passphraseStdin)
    throw new KmsKeywrapError(
      'ERR_USAGE',
      '--passphrase-file and --passphrase-stdin cannot be given together',
    );
  const passphrasePath = options.passphraseStdin ? '-' : options.passphraseFile;
  const inputs = [options.file, options.reference, passphrasePath].filter((path) => path !== undefined);
  refuseStdinTwice(inputs);
  const target = {
    out: options.out ?? materialFileName(material),
    force: options.force,
    inputs,
    format: formatted(options.format, ['text', 'json']),
    context,
  };
  checkTarget(target);
  const read = async (path: string | undefined, what: string) =>
    path === undefined ? undefined : readBytes(path, what, context);
  const bytes = await readBytes(options.file, 'key', context);
  const passphrase = await read(passphrasePath, 'passphrase');
  const reference = await read(options.reference, 'reference');
  try {
    const { keyMaterial, findings } = convertForService({
      row,
      material,
      bytes,
      reference,
      ...(passphrase === undefined ? {} : { passphrase: withoutLineBreak(passphrase) }),
    });
    for (const { severity, message } of findings)
      if (severity === 'warning') context.terminal.say('warning', message);
    await writeOutput(keyMaterial, target, {
      schema: 'kms-keywrap/convert/1',
      what: `${material.name} key material for ${row.title}`,
      facts: { service: row.name, keySpec: material.name, layers: [], changes: [], findings },
    });
    return 0;
  } finally {
    for (const secret of [bytes, passphrase, reference]) secret?.fill(0);
  }
}
