import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { support } from '../../src/index.ts';
import { runProgram } from '../../src/cli/program.ts';
import { createTerminal } from '../../src/cli/terminal/terminal.ts';
import { KmsKeywrapError } from '../../src/errors.ts';
import { partitionNames, partitionNote, partitionOf, type Partition } from '../../src/tables/partitions.ts';

const followers = partitionNames.filter((name) => partitionNote(name) !== undefined);

async function run(...argv: string[]): Promise<{ stdout: string; stderr: string }> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const terminal = createTerminal({ stdout, stderr }, {}, () => undefined);
  await runProgram(argv, { terminal, env: {}, signal: new AbortController().signal });
  const text = (stream: PassThrough) => ((stream.read() as Buffer | null) ?? '').toString();
  return { stdout: text(stdout), stderr: text(stderr) };
}

describe('a partition of which the documents on importing key material say nothing of their own', () => {
  it('is GovCloud, the ISO partitions or the European Sovereign Cloud, and follows aws', () => {
    expect(followers).toEqual(['aws-us-gov', 'aws-iso', 'aws-iso-b', 'aws-iso-e', 'aws-iso-f', 'aws-eusc']);
    expect(followers.map(partitionOf)).toEqual(followers.map(() => 'aws'));
  });

  it.for(followers)('%s has the table of aws, and stderr says why', async (name) => {
    const [asked, aws] = [
      await run('support', 'RSA_2048', '--partition', name, '--format', 'json'),
      await run('support', 'RSA_2048', '--partition', 'aws', '--format', 'json'),
    ];
    expect(asked.stdout).toBe(aws.stdout);
    expect(aws.stderr).toBe('');
    expect(asked.stderr).toMatch(
      new RegExp(`^kms-keywrap: note: partition ${name} \\(AWS .*\\) follows aws: .*\\n$`),
    );
  });

  it.for(['recipe', 'rehearse', 'generate', 'lint', 'audit', 'wrap', 'verify', 'fixtures', 'bundle create'])(
    '%s takes its name: what is refused is something else',
    async (command) => {
      const refusal = await run(...command.split(' '), '--partition', 'aws-us-gov', '--format', 'none').catch(
        (error: unknown) => error,
      );
      expect(refusal).toBeInstanceOf(KmsKeywrapError);
      expect(refusal).not.toMatchObject({ code: 'ERR_UNKNOWN_PARTITION' });
    },
  );

  it('the library takes its name too', () => {
    // A caller in JavaScript, where types hold nothing back.
    const partition = 'aws-us-gov' as string as Partition;
    expect(support({ partition, keySpec: 'SM2' })).toEqual(support({ partition: 'aws', keySpec: 'SM2' }));
  });

  it('a name near to it is suggested', async () => {
    await expect(run('support', '--partition', 'govcloud')).rejects.toMatchObject({
      code: 'ERR_UNKNOWN_PARTITION',
      hint: expect.stringContaining('did you mean aws-us-gov?') as string,
    });
  });
});
