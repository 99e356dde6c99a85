import { convert } from '../../api/convert/convert.ts';
import { KmsKeywrapError } from '../../errors.ts';
import { keySpecRow } from '../../tables/key-specs.ts';
import { command, type Context } from '../options/command.ts';
import { forAws, otherService, serviceOption } from '../options/service.ts';
import { referenceOptions } from '../options/expected.ts';
import { forService, referenceFile } from '../work/expected.ts';
import { formatted, names, required, shared } from '../options/options.ts';
import { checkTarget, readBytes, refuseStdinTwice, writeOutput } from '../output/files.ts';

export default command(
  {
    positionals: {
      file: {
        type: 'string',
        describe:
          'a key, or with --wrapping-algorithm a blob, in any usual form: PEM, hex, base64, JSON, JWK, a key file of another program; - for stdin',
        demandOption: true,
      },
    },
    options: {
      'key-spec': shared.keySpec,
      'wrapping-algorithm': shared.wrappingAlgorithm,
      'private-key': shared.file('of a blob: private half of its (test) wrapping key, DER or PEM'),
      'public-key': shared.file('of a blob: the wrapping key, DER or PEM'),
      'partition': shared.partition,
      ...serviceOption,
      'passphrase-file': shared.file('the passphrase of an encrypted key, on one line'),
      'passphrase-stdin': { type: 'boolean', default: false, describe: 'read the passphrase from stdin' },
      ...referenceOptions,
      'out': shared.out('the documented name of the key material, or EncryptedKeyMaterial.bin'),
      'force': shared.force,
    },
    examples: [
      [
        '$0 convert private-key.env --key-spec RSA_2048 --out PrivateKey.der',
        'PEM out of an environment file',
      ],
      ['$0 convert key.txt --key-spec ECC_SECG_P256K1', 'a wallet key in hexadecimal digits'],
      [
        '$0 convert blob.b64 --wrapping-algorithm RSAES_OAEP_SHA_256 --public-key WrappingPublicKey.bin',
        'a blob in base64',
      ],
    ],
  },
  async (asked, context) => {
    const service = otherService(asked);
    if (service !== undefined)
      return (await import('../services/convert.ts')).serviceConvert(service, forService(asked), context);
    const options = forAws(asked);
    if (options.wrappingAlgorithm !== undefined)
      return (await import('../work/convert-blob.ts')).convertBlobFile(options, context);
    const { file, passphraseFile, passphraseStdin } = options;
    const reference = referenceFile(options);
    const given = names(options);
    const keySpec = required('key-spec', given.keySpec);
    if (passphraseFile !== undefined && passphraseStdin)
      throw new KmsKeywrapError(
        'ERR_USAGE',
        '--passphrase-file and --passphrase-stdin cannot be given together',
      );
    const passphraseSource = passphraseStdin ? '-' : passphraseFile;
    const inputs = [file, reference, passphraseSource].filter((path) => path !== undefined);
    refuseStdinTwice(inputs);
    const target = {
      out: options.out ?? keySpecRow(keySpec).fileName,
      force: options.force,
      inputs,
      format: formatted(options.format, ['text', 'json']),
      context,
    };
    checkTarget(target);
    const secrets: Buffer[] = [];
    const read = async (path: string, what: string) => {
      const bytes = await readBytes(path, what, context);
      secrets.push(bytes);
      return bytes;
    };
    try {
      const keyMaterial = await read(file, 'key');
      const passphrase =
        passphraseSource === undefined
          ? undefined
          : withoutLineBreak(await read(passphraseSource, 'passphrase'));
      const converted = await convert({
        keyMaterial,
        keySpec,
        partition: given.partition,
        passphrase,
        reference: reference === undefined ? undefined : await read(reference, 'reference'),
      });
      const { layers, changes, publicKey, findings, partition } = converted;
      say(converted, context);
      await writeOutput(converted.keyMaterial, target, {
        schema: 'kms-keywrap/convert/1',
        what: `${keySpec} key material`,
        facts: { keySpec, partition, layers, changes, ...(publicKey ? { publicKey } : {}), findings },
      });
      return 0;
    } finally {
      for (const secret of secrets) secret.fill(0);
    }
  },
);

/** A file with a passphrase ends with a line break that is not part of it. */
function withoutLineBreak(bytes: Buffer): Buffer {
  let end = bytes.length;
  if (bytes[end - 1] === 0x0a) end -= 1;
  if (bytes[end - 1] === 0x0d) end -= 1;
  return bytes.subarray(0, end);
}

/** What was gone through and changed goes to stderr: stdout may carry the key material. */
function say(
  { layers, changes, publicKey, findings }: Awaited<ReturnType<typeof convert>>,
  { terminal }: Context,
): void {
  for (const { description } of layers) terminal.say('note', `found ${description}`);
  for (const { description } of changes) terminal.say('note', description);
  if (publicKey) terminal.say('note', `public key SHA-256 ${publicKey.sha256}`);
  if (publicKey?.compressedPoint !== undefined)
    terminal.say('note', `compressed point ${publicKey.compressedPoint}`);
  for (const { severity, message } of findings) if (severity === 'warning') terminal.say('warning', message);
}
