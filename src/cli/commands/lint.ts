import { lint } from '../../audit/material/audit.ts';
import { reportKinds } from '../../report/kinds.ts';
import { command } from '../options/command.ts';
import { readBytes, refuseStdinTwice } from '../output/files.ts';
import { failOnOption, failOnValues, hasWarning } from '../options/fail-on.ts';
import { forAws, otherService, serviceOption } from '../options/service.ts';
import { macOptions, referenceOptions } from '../options/expected.ts';
import { forService, readExpectedMac, referenceFile } from '../work/expected.ts';
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
      ...referenceOptions,
      ...macOptions,
      ...failOnOption,
      ...reportOptions,
    },
    examples: [
      ['$0 lint ECC_NIST_P384_PrivateKey.der --key-spec ECC_NIST_P384', 'before it is wrapped'],
      ['$0 lint key.der --service vault --key-spec ed25519', 'for the transit engine of Vault'],
    ],
  },
  async (asked, context) => {
    const service = otherService(asked);
    if (service !== undefined)
      return (await import('../services/lint.ts')).serviceLint(service, forService(asked), context);
    const options = forAws(asked);
    const { file, macMessage } = options;
    const reference = referenceFile(options);
    const given = names(options);
    const keySpec = required('key-spec', given.keySpec);
    const partition = given.partition ?? partitionOf({ keySpec });
    const inputs = [file, reference, macMessage].filter((path) => path !== undefined);
    refuseStdinTwice(inputs);
    const failOn = choice('fail-on', options.failOn, failOnValues);
    const report = await reportOutput(reportKinds.lint, { ...options, inputs }, context);
    const material = await readBytes(file, 'key material', context);
    const bytes = reference === undefined ? undefined : await readBytes(reference, 'reference', context);
    try {
      const expectedMac = await readExpectedMac(options, keySpec, context);
      const result = lint({
        id: file,
        path: file,
        material,
        keySpec,
        partition,
        ...(expectedMac === undefined ? {} : { expectedMac }),
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
