import { engines } from '../../keywrap/engine.ts';
import { wrap } from '../../keywrap/wrap.ts';
import { command } from '../command.ts';
import { checkTarget, readBytes, refuseStdinTwice, writeOutput } from '../files.ts';
import { opensslOptions } from '../openssl-options.ts';
import { choice, formatted, names, required, shared } from '../options.ts';

export default command(
  (yargs) =>
    yargs
      .options({
        'in': shared.file('plaintext key material: raw bytes, or PKCS#8 DER'),
        'public-key': shared.file('wrapping public key as KMS gives it (DER); PEM is taken too'),
        'wrapping-algorithm': shared.wrappingAlgorithm,
        'key-spec': shared.keySpec,
        'partition': shared.partition,
        'engine': shared.engine('openssl'),
        'private-key': shared.file('a test key: the blob is opened with it before it gets its name'),
        'out': shared.out('EncryptedKeyMaterial.bin'),
        'force': shared.force,
      })
      .example(
        '$0 wrap --in HMAC_256_PlaintextKey.bin --public-key WrappingPublicKey.bin --wrapping-algorithm RSAES_OAEP_SHA_256 --key-spec HMAC_256',
        'writes EncryptedKeyMaterial.bin',
      ),
  async (options, context) => {
    const { terminal } = context;
    const input = required('in', options.in);
    const publicKeyFile = required('public-key', options.publicKey);
    const asked = names(options);
    const wrappingAlgorithm = required('wrapping-algorithm', asked.wrappingAlgorithm);
    const inputs = [input, publicKeyFile, options.privateKey ?? []].flat();
    refuseStdinTwice(inputs);
    const target = {
      out: options.out ?? 'EncryptedKeyMaterial.bin',
      force: options.force,
      inputs,
      format: formatted(options.format, ['text', 'json']),
      context,
    };
    const engine = choice('engine', options.engine, engines);
    checkTarget(target);
    const publicKey = await readBytes(publicKeyFile, 'public key');
    const testPrivateKey =
      options.privateKey === undefined ? undefined : await readBytes(options.privateKey, 'private key');
    const keyMaterial = await readBytes(input, 'key material');
    try {
      const { encryptedKeyMaterial, publicKeyForm, warnings, findings, ...facts } = await wrap({
        ...asked,
        wrappingAlgorithm,
        keyMaterial,
        publicKey,
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
          'while openssl enc ran, its -K showed the AES key to the users of this machine; --engine node shows it to nobody',
        );
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
