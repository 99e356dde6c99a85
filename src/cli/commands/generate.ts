import { engines } from '../../api/engine.ts';
import { generate } from '../../api/generate.ts';
import { keySpecRow } from '../../tables/key-specs.ts';
import { command } from '../options/command.ts';
import { forAws, otherService, serviceOption } from '../options/service.ts';
import { checkTarget, writeOutput } from '../output/files.ts';
import { opensslOptions } from '../options/openssl-options.ts';
import { choice, formatted, keySpecPositional, names, required, shared } from '../options/options.ts';
import { sayDisk } from '../work/say-disk.ts';

export default command(
  {
    positionals: { 'key-spec': { ...keySpecPositional, demandOption: true } },
    options: {
      partition: shared.partition,
      ...serviceOption,
      engine: shared.engine('openssl'),
      out: shared.out('the documented file name'),
      force: shared.force,
    },
    examples: [['$0 generate ECC_NIST_P384', 'writes ECC_NIST_P384_PrivateKey.der']],
  },
  async (given, context) => {
    const service = otherService(given);
    if (service !== undefined)
      return (await import('../services/generate.ts')).serviceGenerate(service, given, context);
    const options = forAws(given);
    const { keySpec: named, partition } = names(options);
    const keySpec = required('key-spec', named);
    const target = {
      out: options.out ?? keySpecRow(keySpec).fileName,
      force: options.force,
      inputs: [],
      format: formatted(options.format, ['text', 'json']),
      context,
    };
    checkTarget(target);
    const engine = choice('engine', options.engine, engines);
    const made = await generate({ keySpec, partition, engine, ...opensslOptions(options, context) });
    await sayDisk(engine, context);
    await writeOutput(made.keyMaterial, target, {
      schema: 'kms-keywrap/generate/1',
      what: `${keySpec} key material`,
      facts: { keySpec, partition: made.partition, engine },
    });
    return 0;
  },
);
