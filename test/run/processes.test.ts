import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { runProcesses } from '../../src/run/processes.ts';

// The processes are those of a POSIX shell.
const options = { program: '/bin/sh', env: {}, cwd: tmpdir(), timeout: 60_000 } as const;

it.skipIf(process.platform === 'win32')(
  'a process that outlives the one that started it is told of, whether it keeps the group or the pipe',
  async () => {
    const quiet = await runProcesses([['-c', 'echo words >&2']], options);
    expect(quiet).toMatchObject({ leftBehind: false, endings: [{ exitCode: 0, stderr: 'words\n' }] });
    for (const left of ['sleep 30 >/dev/null 2>&1 &', 'setsid sleep 3 &']) {
      const { leftBehind } = await runProcesses([['-c', left]], options);
      expect(leftBehind).toBe(true);
    }
  },
);
