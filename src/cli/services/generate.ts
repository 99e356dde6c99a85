import { engines } from '../../api/engine.ts';
import { generateForService, materialFileName } from '../../api/services/generate.ts';
import { resolveMaterial, resolveService } from '../../api/services/names.ts';
import type { CommonOptions, Context, ExitCode } from '../options/command.ts';
import { opensslOptions } from '../options/openssl-options.ts';
import { choice, formatted } from '../options/options.ts';
import { checkTarget, writeOutput } from '../output/files.ts';
import { sayDisk } from '../work/say-disk.ts';

interface Options extends CommonOptions {
  readonly keySpec: string;
  readonly engine: string;
  readonly out?: string | undefined;
  readonly force: boolean;
}

/** `generate KEY --service S` */
export async function serviceGenerate(
  service: string,
  options: Options,
  context: Context,
): Promise<ExitCode> {
  const row = resolveService(service);
  const material = resolveMaterial(row, options.keySpec);
  const target = {
    out: options.out ?? materialFileName(material),
    force: options.force,
    inputs: [],
    format: formatted(options.format, ['text', 'json']),
    context,
  };
  checkTarget(target);
  const engine = choice('engine', options.engine, engines);
  const made = await generateForService({ row, material, engine, ...opensslOptions(options, context) });
  await sayDisk(engine, context);
  await writeOutput(made, target, {
    schema: 'kms-keywrap/generate/1',
    what: `${material.name} key material for ${row.title}`,
    facts: { service: row.name, keySpec: material.name, engine },
  });
  return 0;
}
