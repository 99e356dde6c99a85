import { KmsKeywrapError } from '../../errors.ts';
import { quotedName } from '../../shown-name.ts';
import { tool } from '../../version.ts';
import { command } from '../options/command.ts';
import { macOptions, referenceOptions } from '../options/expected.ts';
import { formatted, shared } from '../options/options.ts';
import { readBytes } from '../output/files.ts';

/** @throws `ERR_USAGE` */
function actionOf(given: string): 'check' | 'create' {
  if (given === 'check' || given === 'create') return given;
  throw new KmsKeywrapError('ERR_USAGE', `unknown action ${quotedName(given)}`, {
    hint: 'bundle check FOLDER, or bundle create FOLDER',
  });
}

/** Options that `check` would pass over: whoever gives one expects something of it. */
const ofCreate = {
  in: '--in',
  parameters: '--parameters',
  publicKey: '--public-key',
  importToken: '--import-token',
  cloudtrailEvent: '--cloudtrail-event',
  expectPublicKey: '--expect-public-key',
  reference: '--reference',
  expectMac: '--expect-mac',
  macMessage: '--mac-message',
  wrappingAlgorithm: '--wrapping-algorithm',
  keySpec: '--key-spec',
  partition: '--partition',
} as const;

/** @throws `ERR_USAGE` */
function refuseOptionsOfCreate(options: Partial<Record<keyof typeof ofCreate, unknown>>): void {
  for (const [name, flag] of Object.entries(ofCreate))
    if (options[name as keyof typeof ofCreate] !== undefined)
      throw new KmsKeywrapError('ERR_USAGE', `${flag} is for bundle create`, {
        hint: 'bundle check takes the folder alone: its manifest says the rest',
      });
}

export default command(
  {
    positionals: {
      action: {
        type: 'string',
        describe: 'check or create',
        values: ['check', 'create'],
        demandOption: true,
      },
      folder: { type: 'string', describe: 'the folder of the bundle', demandOption: true },
    },
    options: {
      'in': shared.file('create: the blob that an HSM made'),
      'parameters': shared.file(
        'create: JSON of aws kms get-parameters-for-import, or the console download (zip or folder)',
      ),
      'public-key': shared.file('create, instead: the wrapping public key, with --import-token'),
      'import-token': shared.file('create: the import token that came with the public key'),
      'cloudtrail-event': shared.file('create: GetParametersForImport event of CloudTrail'),
      ...referenceOptions,
      ...macOptions,
      'wrapping-algorithm': shared.wrappingAlgorithm,
      'key-spec': shared.keySpec,
      'partition': shared.partition,
      'after': {
        type: 'string',
        array: true,
        requiresArg: true,
        describe:
          'check: what KMS answered after the import, JSON of describe-key, get-public-key, generate-mac or sign',
      },
      'force': shared.force,
    },
    examples: [
      ['$0 bundle check ./bundle', 'are these the files, and is the token still valid?'],
      ['$0 bundle check ./bundle --after public-key.json', 'does KMS hold the key now?'],
      [
        '$0 bundle create ./bundle --in export.bin --parameters parameters.json --wrapping-algorithm RSA_AES_KEY_WRAP_SHA_256 --key-spec RSA_2048',
        'for a blob that was wrapped in an HSM',
      ],
    ],
  },
  async (options, context) => {
    const action = actionOf(options.action);
    const { folder } = options;
    const format = formatted(options.format, ['text', 'json']);
    if (action === 'create') {
      if (options.after !== undefined)
        throw new KmsKeywrapError('ERR_USAGE', '--after is for bundle check', {
          hint: 'kms-keywrap bundle check FOLDER --after FILE',
        });
      const { createBundle } = await import('../work/bundle-create.ts');
      await createBundle(folder, options, format, context);
      return 0;
    }
    refuseOptionsOfCreate(options);
    const { checkBundle } = await import('../../bundle/check.ts');
    const answers = await Promise.all(
      (options.after ?? []).map(async (name) => ({
        name,
        bytes: await readBytes(name, 'answer of KMS', context),
      })),
    );
    const report = await checkBundle(folder, Date.now(), answers);
    const { ok, checks, foreign, manifest } = report;
    if (format === 'json')
      await context.terminal.json({
        schema: 'kms-keywrap/bundle-check/1',
        tool,
        folder,
        ok,
        checks,
        foreign,
        manifest,
      });
    else {
      const { bundleCheckText } = await import('../../report/bundle-text.ts');
      await context.terminal.result(bundleCheckText({ folder, ...report }));
    }
    return ok ? 0 : 1;
  },
);
