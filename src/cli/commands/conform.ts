import { KmsKeywrapError } from '../../errors.ts';
import { quotedName } from '../../shown-name.ts';
import { resolveWrappingAlgorithm } from '../../api/names.ts';
import { conformToken } from '../../conform/pkcs11/conform.ts';
import { conform } from '../../conform/run.ts';
import { isAtFault, type ConformResult } from '../../conform/result.ts';
import { reportKinds } from '../../report/kinds.ts';
import { command, type Context } from '../options/command.ts';
import { many, readJobs, shared } from '../options/options.ts';
import { readBytes } from '../output/files.ts';
import { reportOptions, reportOutput } from '../output/report-output.ts';
import { progressOf } from '../terminal/progress.ts';

const text = (describe: string) => ({ type: 'string', requiresArg: true, describe }) as const;

const kinds = ['unwrap', 'wrap', 'pkcs11'] as const;

/** Which of the three is asked for, and its value. @throws `ERR_USAGE` for none or several */
function asked(options: Partial<Readonly<Record<(typeof kinds)[number], string | undefined>>>) {
  const given = kinds.flatMap((kind) => {
    const value = options[kind];
    return value === undefined ? [] : [{ kind, value }];
  });
  const [first, second] = given;
  if (first !== undefined && second === undefined) return first;
  throw new KmsKeywrapError(
    'ERR_USAGE',
    `expected one of --unwrap, --wrap and --pkcs11, found ${given.length}`,
    {
      hint: "Name the implementation's command, such as --unwrap './tool {blob} {key} {out}'.",
    },
  );
}

/** The first line of the PIN's file, or the environment's PIN; undefined without either. */
async function pinOf(file: string | undefined, context: Context): Promise<string | undefined> {
  if (file === undefined) return context.env['KMS_KEYWRAP_PIN'] || undefined;
  const [line = ''] = (await readBytes(file, 'PIN', context)).toString('utf8').split(/\r?\n/);
  return line;
}

/** @throws `ERR_USAGE` for a seed that is not hexadecimal */
function seedOf(hex: string | undefined): Buffer | undefined {
  if (hex === undefined || /^(?:[0-9a-f]{2})+$/i.test(hex))
    return hex === undefined ? undefined : Buffer.from(hex, 'hex');
  throw new KmsKeywrapError(
    'ERR_USAGE',
    `--seed ${quotedName(hex)} is not hexadecimal: expected an even number of digits 0-9 and a-f`,
    { hint: 'Take any, such as 00, and keep it: it decides every byte.' },
  );
}

export default command(
  {
    options: {
      'unwrap': text("unwrapper to run: 'COMMAND {blob} {key} {out}', key as PKCS#8 DER"),
      'wrap': text("wrapper to run: 'COMMAND {material} {key} {out}', key as SubjectPublicKeyInfo DER"),
      'pkcs11': text('PKCS#11 module of a token that opens and makes blobs; needs pkcs11js beside you'),
      'token': text('label of the token; the first one unless given'),
      'pin-file': text("file with the user's PIN [$KMS_KEYWRAP_PIN]; no login without one"),
      'module-parameters': text('what C_Initialize passes on, as NSS takes its configdir'),
      'algorithm': {
        type: 'string',
        array: true,
        requiresArg: true,
        describe: 'wrapping algorithms, also with commas; default: all in use',
      },
      'case': {
        type: 'string',
        array: true,
        requiresArg: true,
        describe: 'only cases with this in their id, such as vectors/ or /label',
      },
      'seed': text('hex from which faulty blobs are made; default: 00'),
      'working-folder': text('where the command runs; default: a clean folder for each case'),
      'jobs': shared.jobs('cases run at once; default: as many as there are cores'),
      ...reportOptions,
    },
    examples: [
      ["$0 conform --unwrap './unwrap {algorithm} {blob} {key} {out}'", 'every algorithm'],
      [
        "$0 conform --algorithm RSAES_OAEP_SHA_256 --wrap './wrap {material} {key-pem} {out}' --format markdown",
        'a table for an issue',
      ],
    ],
  },
  async (options, context) => {
    const { terminal, signal } = context;
    const algorithms = many(options.algorithm)?.map((name) => resolveWrappingAlgorithm(name).name);
    const { kind, value } = asked(options);
    const input = {
      algorithms,
      only: many(options.case),
      seed: seedOf(options.seed),
      workingFolder: options.workingFolder,
      timeout: options.timeout,
      jobs: readJobs(options.jobs),
      signal,
      ...(options.verbose ? { trace: (words: string) => terminal.trace(words) } : {}),
    };
    const output = await reportOutput(reportKinds.conform, { ...options, inputs: [] }, context);
    const progress = progressOf('conform', terminal);
    const onCase = ({ status }: ConformResult, total: number) => progress.step(total, status);
    const report =
      kind === 'pkcs11'
        ? await conformToken({
            ...input,
            onCase,
            module: value,
            label: options.token,
            pin: await pinOf(options.pinFile, context),
            parameters: options.moduleParameters,
            bindingFolder: context.env['KMS_KEYWRAP_PKCS11JS'] || undefined,
          })
        : await conform({ ...input, onCase, direction: kind, command: value });
    progress.end();
    output.begin({ environment: { ...report.environment } });
    for (const result of report.cases) output.each({ result });
    await output.end();
    return report.cases.some(isAtFault) ? 1 : 0;
  },
);
