import { engines } from '../../api/engine.ts';
import { resolveService } from '../../api/services/names.ts';
import { unwrapForService } from '../../api/services/unwrap.ts';
import type { CommonOptions, Context, ExitCode } from '../options/command.ts';
import { opensslOptions } from '../options/openssl-options.ts';
import { choice, formatted } from '../options/options.ts';
import { checkTarget, readBytes, refuseStdinTwice, writeOutput } from '../output/files.ts';
import { sayDisk } from '../work/say-disk.ts';

interface Options extends CommonOptions {
  readonly in: string;
  readonly privateKey: string;
  readonly wrappingAlgorithm?: string | undefined;
  readonly engine: string;
  readonly out?: string | undefined;
  readonly force: boolean;
}

/** `unwrap --service S`: opens what is uploaded, and what a key release gives out. */
export async function serviceUnwrap(service: string, options: Options, context: Context): Promise<ExitCode> {
  const row = resolveService(service);
  const inputs = [options.in, options.privateKey];
  refuseStdinTwice(inputs);
  const target = {
    out: options.out ?? 'PlaintextKeyMaterial.bin',
    force: options.force,
    inputs,
    format: formatted(options.format, ['text', 'json']),
    context,
  };
  const engine = choice('engine', options.engine, engines);
  checkTarget(target);
  const privateKey = await readBytes(options.privateKey, 'private key', context);
  try {
    const { keyMaterial, wrappingAlgorithm } = await unwrapForService({
      row,
      file: await readBytes(options.in, 'blob', context),
      privateKey,
      wrapping: options.wrappingAlgorithm,
      engine,
      ...opensslOptions(options, context),
    });
    await sayDisk(engine, context);
    await writeOutput(keyMaterial, target, {
      schema: 'kms-keywrap/unwrap/1',
      what: `key material by ${wrappingAlgorithm}`,
      facts: { service: row.name, wrappingAlgorithm, engine },
    });
    return 0;
  } finally {
    privateKey.fill(0);
  }
}
