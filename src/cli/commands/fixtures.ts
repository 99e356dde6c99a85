import { KmsKeywrapError } from '../../errors.ts';
import { resolvePartition } from '../../api/names.ts';
import { printableLine } from '../../printable.ts';
import { checkOutputFolder, writeOutputFolder, type OutputFolder } from '../../run/files/output-folder.ts';
import { fixtureFiles, fixtureFolderNames } from '../../samples/fixtures/folder.ts';
import { defaultSeed, fixtures } from '../../samples/fixtures/fixtures.ts';
import { version } from '../../version.ts';
import { command } from '../options/command.ts';
import { filterOf, filterOptions } from '../options/filter-options.ts';
import { formatted, shared } from '../options/options.ts';

export default command(
  {
    options: {
      out: {
        type: 'string',
        alias: 'o',
        requiresArg: true,
        describe: 'the folder to make',
        demandOption: true,
      },
      seed: {
        type: 'string',
        requiresArg: true,
        default: defaultSeed,
        describe: 'hex; the same seed gives the same bytes',
      },
      faults: {
        type: 'boolean',
        default: false,
        describe:
          'add blobs with one fault each, as far as the filters let through; without a filter at least one for every finding',
      },
      ...filterOptions,
      partition: { ...shared.partition, describe: 'aws or aws-cn; default: both' },
      force: { ...shared.force, describe: 'replace a fixture folder' },
    },
    examples: [
      ['$0 fixtures --out fixtures --faults', 'then: kms-keywrap audit --manifest fixtures/manifest.jsonl'],
    ],
  },
  async (options, { terminal, signal }) => {
    const format = formatted(options.format, ['text', 'json']);
    const { seed, faults } = options;
    const folder: OutputFolder = {
      path: options.out,
      what: 'a fixture set',
      names: fixtureFolderNames,
      option: '--out',
      force: options.force,
    };
    checkOutputFolder(folder);
    const made = [];
    const filter = {
      ...filterOf(options),
      partition: options.partition === undefined ? undefined : resolvePartition(options.partition),
    };
    for (const fixture of fixtures({ seed, faults, ...filter })) {
      made.push(fixture);
      // Lets a signal be noticed between two keys.
      await new Promise(setImmediate);
      if (signal.aborted) throw new KmsKeywrapError('ERR_ABORTED', 'stopped on request');
    }
    if (made.length === 0) throw new KmsKeywrapError('ERR_USAGE', 'no combination matches');
    await writeOutputFolder(
      folder,
      fixtureFiles(made, [...words(filter), '--seed', seed, ...(faults ? ['--faults'] : [])].join(' ')),
    );
    const faulty = made.filter(({ id }) => id.startsWith('faults/')).length;
    if (format === 'json')
      await terminal.json({
        schema: 'kms-keywrap/fixtures/1',
        tool: { name: 'kms-keywrap', version },
        folder: folder.path,
        manifest: `${folder.path}/manifest.jsonl`,
        seed,
        blobs: made.length,
        faults: faulty,
      });
    else
      await terminal.done(
        `wrote ${printableLine(folder.path)}: ${made.length - faulty} sound blobs${faults ? ` and ${faulty} with faults` : ''}, test keys only\n`,
      );
    return 0;
  },
);

/** The filter as it is typed. */
function words({ keySpec, wrappingAlgorithm, wrappingKeySpec, partition }: Filter): string[] {
  const given: readonly (readonly [string, readonly string[] | string | undefined])[] = [
    ['--key-spec', keySpec],
    ['--wrapping-algorithm', wrappingAlgorithm],
    ['--wrapping-key-spec', wrappingKeySpec],
    ['--partition', partition],
  ];
  return given.flatMap(([name, value]) => (value === undefined ? [] : [name, [value].flat().join(',')]));
}

interface Filter {
  readonly keySpec: readonly string[] | undefined;
  readonly wrappingAlgorithm: readonly string[] | undefined;
  readonly wrappingKeySpec: readonly string[] | undefined;
  readonly partition: string | undefined;
}
