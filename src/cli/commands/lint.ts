import { lint } from '../../audit/material/audit.ts';
import { reportKinds } from '../../report/kinds.ts';
import { command } from '../options/command.ts';
import { readBytes, refuseStdinTwice } from '../output/files.ts';
import { failOnOption, failOnValues, hasWarning } from '../options/fail-on.ts';
import { forAws, otherService, serviceOption } from '../options/service.ts';
import { choice, names, partitionOf, required, shared } from '../options/options.ts';
import { reportOptions, reportOutput } from '../output/report-output.ts';

export default command(
  {
    positionals: {
      file: {
        type: 'string',
        describe: 'plaintext key material; - for stdin',
        demandOption: true,
      },
    },
    options: {
      'key-spec': { ...shared.keySpec, demandOption: true },
      'partition': shared.partition,
      ...serviceOption,
      'reference': shared.file('the key that it should be: DER, PEM or raw bytes'),
      ...failOnOption,
      ...reportOptions,
    },
    examples: [
      ['$0 lint ECC_NIST_P384_PrivateKey.der --key-spec ECC_NIST_P384', 'before it is wrapped'],
      ['$0 lint key.der --service vault --key-spec ed25519', 'for the transit engine of Vault'],
    ],
  },
  async (given, context) => {
    const service = otherService(given);
    if (service !== undefined)
      return (await import('../services/lint.ts')).serviceLint(service, given, context);
    const options = forAws(given);
    const { file, reference } = options;
    const asked = names(options);
    const keySpec = required('key-spec', asked.keySpec);
    const partition = asked.partition ?? partitionOf({ keySpec });
    const inputs = [file, ...(reference === undefined ? [] : [reference])];
    refuseStdinTwice(inputs);
    const failOn = choice('fail-on', options.failOn, failOnValues);
    const report = await reportOutput(reportKinds.lint, { ...options, inputs }, context);
    const material = await readBytes(file, 'key material', context);
    const bytes = reference === undefined ? undefined : await readBytes(reference, 'reference', context);
    try {
      const result = lint({
        id: file,
        path: file,
        material,
        keySpec,
        partition,
        ...(reference === undefined || bytes === undefined ? {} : { reference: { path: reference, bytes } }),
      });
      report.begin({ detail: 'all' });
      report.each({ result });
      await report.end();
      return result.verdict === 'reject' || (failOn === 'warning' && hasWarning(result)) ? 1 : 0;
    } finally {
      material.fill(0);
      bytes?.fill(0);
    }
  },
);
