import { availableParallelism } from 'node:os';
import { auditManifest } from '../../audit/batch/batch.ts';
import type { ResultWord } from '../../audit/result.ts';
import { KmsKeywrapError } from '../../errors.ts';
import { jobsOf } from '../../api/arguments.ts';
import { auditAmended, reportKinds } from '../../report/kinds.ts';
import { look } from '../../run/files/identity.ts';
import { auditSource } from '../work/audit-source.ts';
import { forService } from '../work/expected.ts';
import { command, type Context, type ExitCode } from '../options/command.ts';
import { failOnOption, failOnValues, hasWarning } from '../options/fail-on.ts';
import { forAws, otherService, serviceOrAllOption } from '../options/service.ts';
import { macOptions, referenceOptions } from '../options/expected.ts';
import { choice, readJobs, shared } from '../options/options.ts';
import { reportOptions, reportOutput } from '../output/report-output.ts';

/** Draws how many subjects are done, ten times a second at the most. */
function progressLine({ terminal }: Context) {
  let last = 0;
  return (done: number) => {
    const now = Date.now();
    if (!terminal.progress || now - last < 100) return;
    last = now;
    terminal.draw(`audit: ${done} subjects`);
  };
}

export default command(
  {
    positionals: {
      blob: {
        type: 'string',
        array: true,
        describe: 'wrapped key material; - for stdin; a folder or a pattern stands for the files in it',
      },
    },
    options: {
      'manifest': shared.file('JSON lines, each naming a blob, its key and what it should be'),
      'allow-outside': {
        type: 'boolean',
        default: false,
        describe: 'let the manifest name files outside of its folder',
      },
      'private-key': shared.file('private half of the (test) wrapping key, DER or PEM: the whole diagnosis'),
      'public-key': shared.file('the wrapping key, DER or PEM: what can be seen without the private half'),
      'wrapping-algorithm': shared.wrappingAlgorithm,
      'key-spec': shared.keySpec,
      'partition': shared.partition,
      ...serviceOrAllOption,
      ...referenceOptions,
      'reference': shared.file(
        'what should be inside: the plaintext, another blob of it under the same key, or its public key in any form',
      ),
      ...macOptions,
      'reference-dir': shared.folder(
        'folder with a reference for each blob: a file of the same name, whatever its ending',
      ),
      ...failOnOption,
      'jobs': shared.jobs('threads for a batch; default: as many as there are cores'),
      ...reportOptions,
    },
    alsoMissing: (given) =>
      given('manifest')
        ? []
        : [
            ...(given('blob') ? [] : ['blob or --manifest']),
            ...(given('private-key') || given('public-key') ? [] : ['--private-key or --public-key']),
            ...(given('service') ? [] : ['wrapping-algorithm', 'key-spec']).flatMap((name) =>
              given(name) ? [] : [`--${name}`],
            ),
          ],
    examples: [
      [
        '$0 audit EncryptedKeyMaterial.bin --private-key test.pem --wrapping-algorithm RSAES_OAEP_SHA_256 --key-spec HMAC_384',
        'the whole diagnosis of a rehearsal under a test key',
      ],
      [
        '$0 audit exports --reference-dir keys --private-key test.pem --wrapping-algorithm RSA_AES_KEY_WRAP_SHA_256 --key-spec RSA_2048',
        'every file of a folder, each held against the key it should hold',
      ],
      ['$0 audit key.byok --private-key test.pem --service all', 'a verdict for each service on one file'],
      ['$0 audit --manifest exports.jsonl --report audit.html', 'a batch, with a page for its readers'],
    ],
  },
  async (given, context) => {
    const service = otherService(given);
    if (service !== undefined)
      return (await import('../services/audit.ts')).serviceAudit(service, forService(given), context);
    const options = forAws(given);
    const jobs = jobsOf(readJobs(options.jobs), availableParallelism());
    const source = await auditSource(options, context);
    const failOn = choice('fail-on', options.failOn, failOnValues);
    const report = await reportOutput(reportKinds.audit, { ...options, inputs: source.inputs }, context);
    report.begin({ detail: source.detail, batch: !source.single });
    const results = auditManifest(source.chunks, {
      ...source,
      reports: options.report?.flatMap((file) => look(file) ?? []),
      pool: async () =>
        context.threads?.threads.length === jobs
          ? context.threads
          : (await import('../work/batch-threads.ts')).startThreads(jobs),
      signal: context.signal,
      onProgress: progressLine(context),
    });
    const seen = new Set<ResultWord>();
    let warned = false;
    try {
      for (;;) {
        const step = await results.next();
        if (step.done === true) {
          for (const amendment of step.value) {
            seen.add(amendment.word);
            warned ||= failOn === 'warning' && hasWarning(amendment);
            report.amend(auditAmended(amendment));
          }
          break;
        }
        for (const one of step.value) {
          const { failure } = one;
          if (source.single && failure !== undefined)
            throw new KmsKeywrapError(failure.code, failure.message, failure);
          seen.add(one.word);
          warned ||= failOn === 'warning' && hasWarning(one.result);
          report.each(one);
        }
        await report.drain();
      }
    } finally {
      await results.return([]);
    }
    context.terminal.draw('');
    await report.end();
    return warned ? 1 : exitCode(seen);
  },
);

/** An error finding outweighs a file that could not be read. */
const exitCode = (seen: ReadonlySet<ResultWord>): ExitCode =>
  seen.has('reject') ? 1 : seen.has('unreadable') ? 2 : 0;
