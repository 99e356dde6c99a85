import { KmsKeywrapError } from '../../errors.ts';
import { quotedName } from '../../shown-name.ts';
import { resolveWrappingAlgorithm } from '../../api/names.ts';
import { conform, type ConformInput } from '../../conform/run.ts';
import { isAtFault, type Direction } from '../../conform/result.ts';
import { reportKinds } from '../../report/kinds.ts';
import { command } from '../options/command.ts';
import { many, readJobs, shared } from '../options/options.ts';
import { reportOptions, reportOutput } from '../output/report-output.ts';
import { progressOf } from '../terminal/progress.ts';

const text = (describe: string) => ({ type: 'string', requiresArg: true, describe }) as const;

/** Which of the two is asked for. @throws `ERR_USAGE` for neither or both */
function asked(options: { unwrap?: string | undefined; wrap?: string | undefined }): {
  direction: Direction;
  command: string;
} {
  const given = (['unwrap', 'wrap'] as const).flatMap((direction) => {
    const line = options[direction];
    return line === undefined ? [] : [{ direction, command: line }];
  });
  const [first, second] = given;
  if (first !== undefined && second === undefined) return first;
  throw new KmsKeywrapError('ERR_USAGE', `expected one of --unwrap and --wrap, found ${given.length}`, {
    hint: "Name the implementation's command, such as --unwrap './tool {blob} {key} {out}'.",
  });
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
    const { direction, command: line } = asked(options);
    const input: ConformInput = {
      direction,
      command: line,
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
    const report = await conform({ ...input, onCase: ({ status }, total) => progress.step(total, status) });
    progress.end();
    output.begin({ environment: { ...report.environment } });
    for (const result of report.cases) output.each({ result });
    await output.end();
    return report.cases.some(isAtFault) ? 1 : 0;
  },
);
