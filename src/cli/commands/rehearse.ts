import { once } from 'node:events';
import { quotedName } from '../../shown-name.ts';
import { KmsKeywrapError } from '../../errors.ts';
import { rehearse, type RequestLog } from '../../rehearse/index.ts';
import { logLines } from '../../report/rehearsal-log.ts';
import { command, type Context } from '../options/command.ts';
import { formatted, names, shared } from '../options/options.ts';
import { forAws, otherService, serviceOption } from '../options/service.ts';
import { printableJson } from '../../printable.ts';
import { partitionNames } from '../../tables/partitions.ts';
import { tool } from '../../version.ts';

/** @throws `ERR_USAGE` */
function portOf(given: string | undefined): number {
  if (given === undefined) return 0;
  const port = Number(given);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new KmsKeywrapError('ERR_USAGE', `--port ${quotedName(given)} is not a port`, {
    hint: '0 to 65535; without it a free one is taken',
  });
}

/** The log goes to stderr: text, or a JSON document a line. */
const logger =
  (json: boolean, { terminal }: Context) =>
  (entry: RequestLog) => {
    const lines = json
      ? [printableJson({ schema: 'kms-keywrap/rehearse-log/1', ...entry })]
      : logLines(entry);
    for (const line of lines) terminal.trace(line);
  };

export default command(
  {
    options: {
      ...serviceOption,
      'partition': shared.partition,
      'region': {
        type: 'string',
        requiresArg: true,
        describe:
          'Region of the key ARNs; default: the oldest of the partition, such as us-east-1 or cn-north-1',
      },
      'host': { type: 'string', requiresArg: true, default: '127.0.0.1', describe: 'a loopback address' },
      'port': { type: 'string', requiresArg: true, describe: 'default: a free one' },
      'state': shared.folder('folder that keeps keys and tokens; without one they are gone at the end'),
      'strict-messages': { type: 'boolean', default: false, describe: "answer with KMS's own bare texts" },
      'strict-tokens': {
        type: 'boolean',
        default: false,
        describe: 'refuse an import token that was used before',
      },
      'allow-host': {
        type: 'string',
        array: true,
        requiresArg: true,
        describe: 'another host name that requests may be addressed to; repeatable',
      },
    },
    examples: [
      [
        '$0 rehearse',
        'prints the endpoint for AWS_ENDPOINT_URL_KMS and --endpoint-url, then serves until Ctrl-C',
      ],
      ['$0 rehearse --service vault', 'prints VAULT_ADDR, then serves wrapping key, import and read'],
    ],
  },
  async (options, context) => {
    const { terminal, signal } = context;
    const format = formatted(options.format, ['text', 'json']);
    const other = otherService(options);
    if (other !== undefined) {
      const { serviceRehearsal } = await import('../services/rehearse.ts');
      const ofAws = [
        ['--region', options.region !== undefined],
        ['--state', options.state !== undefined],
        ['--strict-messages', options.strictMessages],
        ['--strict-tokens', options.strictTokens],
      ] as const;
      return await serviceRehearsal(
        {
          service: other,
          host: options.host,
          port: portOf(options.port),
          allowHosts: options.allowHost,
          log: logger(format === 'json', context),
          format,
          ofAws: ofAws.flatMap(([name, isGiven]) => (isGiven ? [name] : [])),
        },
        context,
      );
    }
    const { partition: named } = forAws(options);
    names({ partition: named });
    const partition = partitionNames.find((name) => name === named);
    const { state } = options;
    const running = await rehearse({
      partition,
      region: options.region,
      host: options.host,
      port: portOf(options.port),
      state,
      strictMessages: options.strictMessages,
      strictTokens: options.strictTokens,
      allowHosts: options.allowHost,
      log: logger(format === 'json', context),
    });
    try {
      const { endpoint, region, accountId, keys } = running;
      terminal.say(
        'note',
        'signatures are not checked: any AWS credentials are accepted, and any user of this machine may connect',
      );
      terminal.say(
        'note',
        'this endpoint can open whatever is imported into it: rehearse with test key material, never with the real one',
      );
      if (keys > 0) terminal.say('note', `${String(state)} holds ${keys} keys of earlier runs`);
      // One line, so that a script can read it while the endpoint runs. Python and the AWS CLI 1 know AWS_DEFAULT_REGION alone.
      if (format === 'json')
        await terminal.json(
          {
            schema: 'kms-keywrap/rehearse/1',
            tool,
            endpoint,
            partition: running.partition,
            region,
            accountId,
            state: state ?? null,
            keys,
          },
          'line',
        );
      else
        await terminal.result(
          `export AWS_ENDPOINT_URL_KMS=${endpoint} AWS_REGION=${region} AWS_DEFAULT_REGION=${region}\n`,
        );
      if (!signal.aborted) await once(signal, 'abort');
    } finally {
      await running.close();
    }
    return 0;
  },
);
