import { engines } from '../../api/engine.ts';
import { resolveMaterial, resolveService, wrappingOrDefault } from '../../api/services/names.ts';
import { wrapForService } from '../../api/services/wrap.ts';
import { KmsKeywrapError } from '../../errors.ts';
import type { CommonOptions, Context, ExitCode } from '../options/command.ts';
import { opensslOptions } from '../options/openssl-options.ts';
import { choice, formatted, required } from '../options/options.ts';
import { checkTarget, readBytes, refuseStdinTwice, writeOutput } from '../output/files.ts';
import { sayDisk } from '../work/say-disk.ts';

interface Options extends CommonOptions {
  readonly in: string;
  readonly publicKey?: string | undefined;
  readonly privateKey?: string | undefined;
  readonly parameters?: string | undefined;
  readonly cloudtrailEvent?: string | undefined;
  readonly bundle?: string | undefined;
  readonly wrappingAlgorithm?: string | undefined;
  readonly keySpec?: string | undefined;
  readonly keyId?: string | undefined;
  readonly engine: string;
  readonly out?: string | undefined;
  readonly force: boolean;
}

/** Options that have a meaning at AWS KMS alone. */
const ofAws = ['parameters', 'cloudtrailEvent', 'bundle'] as const;

/** `wrap --service S`: writes what is uploaded, the blob in its envelope. */
export async function serviceWrap(service: string, options: Options, context: Context): Promise<ExitCode> {
  const { terminal } = context;
  const row = resolveService(service);
  const foreign = ofAws.find((name) => options[name] !== undefined);
  if (foreign !== undefined)
    throw new KmsKeywrapError('ERR_USAGE', `--${foreign.replace('Event', '-event')} is for AWS KMS alone`, {
      hint: 'name the wrapping key with --public-key, and where to write with --out',
    });
  const wrapping = wrappingOrDefault(row, options.wrappingAlgorithm);
  const material = options.keySpec === undefined ? undefined : resolveMaterial(row, options.keySpec);
  const publicKeyFile = required('public-key', options.publicKey);
  const inputs = [options.in, publicKeyFile, options.privateKey].filter((path) => path !== undefined);
  refuseStdinTwice(inputs);
  const target = {
    out: options.out ?? row.commands.files.blob,
    force: options.force,
    inputs,
    format: formatted(options.format, ['text', 'json']),
    context,
  };
  const engine = choice('engine', options.engine, engines);
  checkTarget(target);
  const publicKey = await readBytes(publicKeyFile, 'public key', context);
  const testPrivateKey =
    options.privateKey === undefined
      ? undefined
      : await readBytes(options.privateKey, 'private key', context);
  const keyMaterial = await readBytes(options.in, 'key material', context);
  try {
    const wrapped = await wrapForService({
      row,
      wrapping,
      material,
      keyMaterial,
      publicKey,
      testPrivateKey,
      engine,
      keyId: options.keyId,
      ...opensslOptions(options, context),
    });
    const { warnings, findings, wrappingKeySpec, delivery } = wrapped;
    for (const warning of warnings) terminal.say('warning', warning);
    if (engine === 'openssl' && wrapping.inner !== 'none')
      terminal.say(
        'note',
        'while openssl enc ran, its -K showed the AES key to the users of this machine; with --engine node it stays inside this process',
      );
    await sayDisk(engine, context);
    const upload = row.commands.upload(wrapped.material, wrapping);
    await writeOutput(wrapped.upload, target, {
      schema: 'kms-keywrap/wrap/1',
      what: `${wrapped.material.name} key material for ${row.title} under ${wrappingKeySpec} by ${wrapping.name}`,
      facts: {
        service: row.name,
        keySpec: wrapped.material.name,
        wrappingAlgorithm: wrapping.name,
        wrappingKeySpec,
        engine,
        publicKeyForm: delivery ?? 'der',
        warnings,
        findings,
        upload,
      },
    });
    if (target.format === 'text') terminal.say('note', `upload it with: ${upload.join(' ; ')}`);
    return 0;
  } finally {
    keyMaterial.fill(0);
    testPrivateKey?.fill(0);
  }
}
