import { getSystemErrorMap } from 'node:util';
import { describe, expect, it } from 'vitest';
import { errnoOf, errnoRow, errnos, systemFault } from '../../../src/run/files/errno.ts';
import { readError, systemError, writeError } from '../../../src/run/files/file-error.ts';

const ofSystem = [...getSystemErrorMap().values()].map(([name]) => name);
const thrown = (errno: string) =>
  Object.assign(new Error(`${errno}: no such luck, open 'SECRET'`), {
    code: errno,
    syscall: 'open',
    path: 'SECRET',
  });

describe('the table of the errors of the system', () => {
  it.each(errnos)('%s is an error that node knows or Linux has', (errno) => {
    // errno(3) of Linux; libuv maps these to UNKNOWN or leaves them as they are.
    const onlyLinux = ['EUCLEAN', 'EREMOTEIO', 'ESTALE', 'ENOKEY', 'ENOLCK', 'EDQUOT'];
    expect([...ofSystem, ...onlyLinux]).toContain(errno);
  });

  it.each(errnos)('%s is told in lower case without a full stop, with what to do', (errno) => {
    const { read, write, fix } = errnoRow(errno);
    for (const words of [read, write, fix]) expect(words).toMatch(/^[a-z-].*[^.]$/);
  });

  it('knows an error of the system from any other', () => {
    expect(errnoOf(systemFault('ENOENT'))).toBe('ENOENT');
    expect(errnoOf(thrown('EWEIRD'))).toBe('EWEIRD');
    for (const other of [
      new Error('x'),
      Object.assign(new Error('x'), { code: 'ERR_ABORTED' }),
      undefined,
      null,
      'x',
    ])
      expect(errnoOf(other)).toBeUndefined();
  });
});

describe('an error of the system', () => {
  const all = [...new Set([...errnos, ...ofSystem, 'EWEIRD'])];

  it.each(all)('%s ends reading as unreadable or as the fault of this machine, with a hint', (errno) => {
    const error = readError('a.bin', 'the blob', thrown(errno));
    expect(error).toMatchObject({
      code: errnoRow(errno).fault === 'place' ? 'ERR_INPUT_UNREADABLE' : 'ERR_ENVIRONMENT',
      message: expect.stringMatching(/^cannot read the blob( a\.bin)?: ./),
      hint: expect.stringMatching(/./),
    });
  });

  it.each(all)('%s ends writing as refused or failed, with a hint', (errno) => {
    const error = writeError('a.bin', thrown(errno));
    expect(error).toMatchObject({
      code: errnoRow(errno, 'device').fault === 'place' ? 'ERR_OUTPUT_REFUSED' : 'ERR_OUTPUT_FAILED',
      message: expect.stringMatching(/^cannot write a\.bin: ./),
      hint: expect.stringMatching(/./),
    });
  });

  it('keeps the path out of what --verbose shows: it may be a key', () => {
    for (const error of [
      readError('a.bin', 'the blob', thrown('ENOENT')),
      writeError('a.bin', thrown('EACCES')),
      systemError(thrown('EIO')),
    ]) {
      const { cause } = error as { cause: Error };
      expect(cause.stack).toMatch(/from open\n.* at /s);
      expect(`${cause.message} ${cause.stack}`).not.toContain('SECRET');
    }
  });

  it('that no file is known for is the fault of this machine; any other error is left as it is', () => {
    expect(systemError(thrown('EMFILE'))).toMatchObject({
      code: 'ERR_ENVIRONMENT',
      message: 'this process has too many open files (EMFILE)',
    });
    const other = new Error('x');
    expect(systemError(other)).toBeUndefined();
    expect(readError('a', 'the blob', other)).toBe(other);
    expect(writeError('a', other)).toBe(other);
  });
});
