import { engines } from '../../api/engine.ts';
import { wrap } from '../../api/wrap.ts';
import { KmsKeywrapError } from '../../errors.ts';
import { command } from '../options/command.ts';
import { forAws, otherService, serviceOption } from '../options/service.ts';
import { checkTarget, readBytes, refuseStdinTwice, writeOutput } from '../output/files.ts';
import { wrapSources, writeImportBundle } from '../work/import-bundle.ts';
import { sayDisk } from '../work/say-disk.ts';
import { opensslOptions } from '../options/openssl-options.ts';
import { choice, formatted, names, required, shared } from '../options/options.ts';

/** The target folder of `--bundle`. */
function bundleFolder(options: {
  bundle?: string | undefined;
  out?: string | undefined;
  parameters?: string | undefined;
  importToken?: string | undefined;
}): string | undefined {
  if (options.bundle === undefined) return undefined;
  if (options.out !== undefined)
    throw new KmsKeywrapError('ERR_USAGE', '--bundle and --out both say where to write', {
      hint: 'a bundle holds EncryptedKeyMaterial.bin beside the rest',
    });
  if (options.parameters === undefined && options.importToken === undefined)
    throw new KmsKeywrapError('ERR_USAGE', '--bundle needs the import token', {
      hint: 'give the answer of get-parameters-for-import with --parameters, or the token beside the public key with --import-token',
    });
  return options.bundle;
}

export default command(
  {
    options: {
      'in': {
        ...shared.file('plaintext key material: raw bytes, or PKCS#8 DER'),
        demandOption: true,
      },
      'public-key': shared.file('wrapping public key as KMS gives it (DER); PEM is taken too'),
      'import-token': shared.file('with --bundle: the import token that came with the public key'),
      'parameters': shared.file(
        'instead: JSON of aws kms get-parameters-for-import, or the console download (zip or folder)',
      ),
      'cloudtrail-event': shared.file(
        'GetParametersForImport event of CloudTrail, which says algorithm and key spec',
      ),
      'wrapping-algorithm': shared.wrappingAlgorithm,
      'key-spec': {
        ...shared.keySpec,
        describe: `${shared.keySpec.describe}; default: inferred from the key material`,
      },
      'partition': shared.partition,
      ...serviceOption,
      'key-id': {
        type: 'string',
        requiresArg: true,
        describe:
          'with --service azure: identifier of the Key Exchange Key, https://VAULT…/keys/NAME/VERSION',
      },
      'engine': shared.engine('openssl'),
      'private-key': shared.file('a test key: the blob is opened with it before it gets its name'),
      'out': shared.out('EncryptedKeyMaterial.bin'),
      'bundle': shared.folder('instead: writes blob, token, public key, manifest.json and import.sh there'),
      'force': shared.force,
    },
    alsoMissing: (given) => [
      ...(given('wrapping-algorithm') || given('cloudtrail-event') || given('service')
        ? []
        : ['--wrapping-algorithm']),
      ...(given('public-key') || given('parameters') ? [] : ['--public-key or --parameters']),
    ],
    examples: [
      [
        '$0 wrap --in HMAC_256_PlaintextKey.bin --public-key WrappingPublicKey.bin --wrapping-algorithm RSAES_OAEP_SHA_256 --key-spec HMAC_256',
        'writes EncryptedKeyMaterial.bin',
      ],
    ],
  },
  async (given, context) => {
    const service = otherService(given);
    if (service !== undefined)
      return (await import('../services/wrap.ts')).serviceWrap(service, given, context);
    const options = forAws(given);
    const { terminal } = context;
    const input = required('in', options.in);
    const asked = names(options);
    const { publicKey: publicKeyFile, importToken, parameters, cloudtrailEvent } = options;
    if (asked.wrappingAlgorithm === undefined && parameters === undefined && cloudtrailEvent === undefined)
      required('wrapping-algorithm', asked.wrappingAlgorithm);
    const bundle = bundleFolder(options);
    const inputs = [
      input,
      publicKeyFile,
      importToken,
      parameters,
      cloudtrailEvent,
      options.privateKey,
    ].filter((path) => path !== undefined);
    refuseStdinTwice(inputs);
    const target = {
      out: options.out ?? 'EncryptedKeyMaterial.bin',
      force: options.force,
      inputs,
      format: formatted(options.format, ['text', 'json']),
      context,
    };
    const engine = choice('engine', options.engine, engines);
    if (bundle === undefined) checkTarget(target);
    else (await import('../../bundle/write.ts')).checkBundleTarget(bundle, options.force, inputs);
    const sources = await wrapSources(options, asked, context);
    const wrappingAlgorithm = required('wrapping-algorithm', sources.wrappingAlgorithm);
    const testPrivateKey =
      options.privateKey === undefined
        ? undefined
        : await readBytes(options.privateKey, 'private key', context);
    const keyMaterial = await readBytes(input, 'key material', context);
    try {
      const { encryptedKeyMaterial, publicKeyForm, warnings, findings, ...facts } = await wrap({
        ...asked,
        partition: sources.partition,
        wrappingAlgorithm,
        keyMaterial,
        publicKey: sources.publicKey,
        testPrivateKey,
        engine,
        ...opensslOptions(options, context),
      });
      if (publicKeyForm === 'pem')
        terminal.say(
          'warning',
          'the public key is PEM and was read as such; KMS hands out DER, and the documented commands take DER alone',
        );
      for (const warning of warnings) terminal.say('warning', warning);
      if (engine === 'openssl' && facts.wrappingAlgorithm.startsWith('RSA_AES'))
        terminal.say(
          'note',
          'while openssl enc ran, its -K showed the AES key to the users of this machine; with --engine node it stays inside this process',
        );
      await sayDisk(engine, context);
      if (bundle !== undefined && sources.parameters !== undefined) {
        const { bundleContent, proofOf } = await import('../../bundle/content.ts');
        const content = bundleContent(
          { encryptedKeyMaterial, ...facts },
          proofOf(keyMaterial, facts, findings),
          sources.parameters,
          sources.event,
        );
        await writeImportBundle(
          bundle,
          content,
          {
            force: options.force,
            format: target.format,
            facts: { ...facts, publicKeyForm, warnings, findings },
          },
          context,
        );
        return 0;
      }
      await writeOutput(encryptedKeyMaterial, target, {
        schema: 'kms-keywrap/wrap/1',
        what: `${facts.keySpec} key material under ${facts.wrappingKeySpec} by ${facts.wrappingAlgorithm}`,
        facts: { ...facts, publicKeyForm, warnings, findings },
      });
      return 0;
    } finally {
      keyMaterial.fill(0);
      testPrivateKey?.fill(0);
    }
  },
);
