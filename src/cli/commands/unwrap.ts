import { engines } from '../../api/engine.ts';
import { unwrap } from '../../api/unwrap.ts';
import { wrappingAlgorithmRow } from '../../tables/wrapping.ts';
import { command } from '../options/command.ts';
import { forAws, otherService, serviceOption } from '../options/service.ts';
import { checkTarget, readBytes, refuseStdinTwice, writeOutput } from '../output/files.ts';
import { opensslOptions } from '../options/openssl-options.ts';
import { choice, formatted, names, required, shared } from '../options/options.ts';
import { sayDisk } from '../work/say-disk.ts';

export default command(
  {
    options: {
      'in': { ...shared.file('the blob'), demandOption: true },
      'private-key': {
        ...shared.file('private half of the test wrapping key: PKCS#8, DER or PEM'),
        demandOption: true,
      },
      'wrapping-algorithm': shared.wrappingAlgorithm,
      ...serviceOption,
      'engine': shared.engine('node'),
      'out': shared.out('PlaintextKeyMaterial.bin'),
      'force': shared.force,
    },
    alsoMissing: (given) => (given('wrapping-algorithm') || given('service') ? [] : ['--wrapping-algorithm']),
    examples: [
      [
        '$0 unwrap --in EncryptedKeyMaterial.bin --private-key test.pem --wrapping-algorithm RSAES_OAEP_SHA_256 --out opened.bin',
        'opens a blob that was made under a test key',
      ],
    ],
  },
  async (given, context) => {
    const service = otherService(given);
    if (service !== undefined)
      return (await import('../services/unwrap.ts')).serviceUnwrap(service, given, context);
    const options = forAws(given);
    const { in: input, privateKey: privateKeyFile } = options;
    const wrappingAlgorithm = required('wrapping-algorithm', names(options).wrappingAlgorithm);
    refuseStdinTwice([input, privateKeyFile]);
    const target = {
      out: options.out ?? 'PlaintextKeyMaterial.bin',
      force: options.force,
      inputs: [input, privateKeyFile],
      format: formatted(options.format, ['text', 'json']),
      context,
    };
    const engine = choice('engine', options.engine, engines);
    checkTarget(target);
    const privateKey = await readBytes(privateKeyFile, 'private key', context);
    try {
      const encryptedKeyMaterial = await readBytes(input, 'blob', context);
      const { keyMaterial } = await unwrap({
        encryptedKeyMaterial,
        privateKey,
        wrappingAlgorithm,
        engine,
        ...opensslOptions(options, context),
      });
      await sayDisk(engine, context);
      const { retired } = wrappingAlgorithmRow(wrappingAlgorithm);
      if (retired !== undefined)
        context.terminal.say('warning', `KMS no longer takes this: ${retired.reason}`);
      await writeOutput(keyMaterial, target, {
        schema: 'kms-keywrap/unwrap/1',
        what: `key material by ${wrappingAlgorithm}`,
        facts: { wrappingAlgorithm, engine },
      });
      return 0;
    } finally {
      privateKey.fill(0);
    }
  },
);
