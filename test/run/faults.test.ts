import { readdirSync, readFileSync, writeFileSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KmsKeywrapError } from '../../src/errors.ts';
import { generationRecipe } from '../../src/recipe/generation.ts';
import type { Recipe } from '../../src/recipe/model.ts';
import { wrappingRecipe } from '../../src/recipe/wrapping.ts';
import { findOpenssl, type Openssl } from '../../src/run/find.ts';
import { runRecipe, type Files } from '../../src/run/recipe.ts';
import { createWorkspace, type Workspace } from '../../src/run/workspace.ts';
import { brokenOpenssl, brokenOpensslPath, removeBrokenOpenssls } from './broken-openssl.ts';
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { wrappingAlgorithms } from '../../src/tables/wrapping.ts';
import { keySpecs } from '../../src/tables/key-specs.ts';

const pem = readFileSync(join(import.meta.dirname, '../../golden/keys/rfc9500-testRSA2048.pem'));
const publicKey = createPublicKey(createPrivateKey(pem)).export({ type: 'spki', format: 'der' });
const material = Buffer.from('this is the secret key material!');
const inputs: Files = { 'PlaintextKeyMaterial.bin': material, 'WrappingPublicKey.bin': publicKey };
const wrap = wrappingRecipe(wrappingAlgorithms.RSA_AES_KEY_WRAP_SHA_256);
const oaep = wrappingRecipe(wrappingAlgorithms.RSAES_OAEP_SHA_256);
const generate = generationRecipe(keySpecs.ECC_NIST_P256, 'aws');

let workspace: Workspace;
beforeAll(async () => {
  workspace = await createWorkspace();
});
afterAll(async () => {
  await workspace.dispose();
  removeBrokenOpenssls();
});

/** The error that a run ends in; it left nothing in the workspace and named no secret. */
async function errorOf(
  openssl: Openssl,
  recipe: Recipe,
  more: { timeout?: number; signal?: AbortSignal } = {},
) {
  const given = Object.fromEntries(recipe.inputs.map((name) => [name, inputs[name] ?? Buffer.alloc(0)]));
  const error = await runRecipe(recipe, given, { openssl, workspace, timeout: 20_000, ...more }).then(
    () => new Error('the run succeeded'),
    (failure: unknown) => failure as KmsKeywrapError,
  );
  expect(error).toBeInstanceOf(KmsKeywrapError);
  expect(readdirSync(workspace.path)).toEqual([]);
  const { code, message, hint = '' } = error as KmsKeywrapError;
  for (const encoding of ['latin1', 'hex', 'base64'] as const)
    expect(message + hint).not.toContain(material.toString(encoding));
  return { code, message, hint };
}

describe('an openssl that cannot be used', () => {
  it('missing on the PATH', () => {
    expect(() => findOpenssl({ environment: { PATH: '/nowhere' } })).toThrow(
      expect.objectContaining({ code: 'ERR_OPENSSL_NOT_FOUND' }),
    );
  });

  it('missing at the path that was given', () => {
    expect(() => findOpenssl({ path: '/nowhere/openssl' })).toThrow(
      expect.objectContaining({
        code: 'ERR_OPENSSL_NOT_FOUND',
        message: 'there is no openssl at /nowhere/openssl',
      }),
    );
  });

  it('a folder', () => {
    expect(() => findOpenssl({ path: '/usr' })).toThrow(
      expect.objectContaining({ code: 'ERR_OPENSSL_UNUSABLE' }),
    );
  });

  it('not executable', () => {
    expect(() => findOpenssl({ path: '/etc/passwd' })).toThrow(
      expect.objectContaining({ code: 'ERR_OPENSSL_UNUSABLE', message: '/etc/passwd is not executable' }),
    );
  });

  it.for([['/bin/true'], ['/bin/false'], ['/bin/echo']])('not openssl at all: %s', async ([path]) => {
    const { code, message } = await errorOf(findOpenssl({ path: path ?? '' }), oaep);
    expect(code).toBe('ERR_OPENSSL_UNUSABLE');
    expect(message).toContain('is not openssl');
  });

  it('a script whose interpreter is missing', async () => {
    const path = brokenOpensslPath('');
    writeFileSync(path, '#!/nowhere/sh\n');
    const { code, message } = await errorOf(findOpenssl({ path }), oaep);
    expect(code).toBe('ERR_OPENSSL_UNUSABLE');
    expect(message).toContain('cannot be started (ENOENT)');
  });
});

const failures = [
  [
    'the first process of a pipe',
    generate,
    '[ "$1" = genpkey ] && { echo no entropy >&2; exit 3; }',
    /openssl genpkey \(process 1 of 2 in the pipe\) failed with exit status 3:\nno entropy/,
  ],
  [
    'the last process of a pipe',
    generate,
    '[ "$1" = pkcs8 ] && { cat > /dev/null; echo no room >&2; exit 4; }',
    /openssl pkcs8 \(process 2 of 2 in the pipe\) failed with exit status 4:\nno room/,
  ],
  [
    'the last process of a pipe before it read anything',
    generate,
    '[ "$1" = pkcs8 ] && exit 5',
    /openssl pkcs8 \(process 2 of 2/,
  ],
  [
    'a process in the middle of a recipe',
    wrap,
    '[ "$1" = enc ] && exit 6',
    /openssl enc failed with exit status 6 and wrote nothing to stderr/,
  ],
  ['a process that is killed', oaep, 'kill -KILL $$', /openssl pkeyutl was killed by SIGKILL/],
  [
    'a process that crashes after writing',
    oaep,
    '"/usr/bin/openssl" "$@"; kill -SEGV $$',
    /openssl pkeyutl was killed by SIGSEGV/,
  ],
] as const;

describe('an openssl that fails', () => {
  it.for(failures)('%s', async ([, recipe, lines, expected]) => {
    const { code, message } = await errorOf(brokenOpenssl(lines), recipe);
    expect(code).toBe('ERR_OPENSSL_FAILED');
    expect(message).toMatch(expected);
  });

  it('what it says is shown with secrets masked', async () => {
    const tells =
      'echo "$*" >&2; cat PlaintextKeyMaterial.bin >&2; od -An -tx1 aes-key.bin >&2; base64 aes-key.bin >&2';
    const { message } = await errorOf(brokenOpenssl(`[ "$1" = enc ] && { ${tells}; exit 1; }`), wrap);
    expect(message).toContain('enc -id-aes256-wrap-pad -K **** -iv A65959A6');
    expect(message.replaceAll(/\s/g, '')).not.toMatch(/[0-9a-f]{32}|[A-Za-z0-9+/]{40}/);
  });
});

const lies = [
  ['exits 0 with nothing written', oaep, 'exit 0', /did not write it: EncryptedKeyMaterial\.bin/],
  [
    'exits 0 with an empty file',
    oaep,
    ': > EncryptedKeyMaterial.bin; exit 0',
    /wrote 0 bytes into it, expected 256 to 512/,
  ],
  [
    'exits 0 with a short AES key',
    wrap,
    '[ "$1" = rand ] && { printf abc > aes-key.bin; exit 0; }',
    /wrote 3 bytes into it, expected 32: aes-key\.bin/,
  ],
  [
    'exits 0 with too much',
    wrap,
    '[ "$1" = rand ] && { head -c 33 /dev/zero > aes-key.bin; exit 0; }',
    /wrote 33 bytes into it, expected 32/,
  ],
  [
    'exits 0 with nothing on stdout',
    generate,
    '[ "$1" = pkcs8 ] && { cat > /dev/null; exit 0; }',
    /wrote 0 bytes into it, expected 138/,
  ],
  [
    'writes another file beside',
    oaep,
    'echo x > extra.bin',
    /wrote a file that is not part of the recipe \("extra\.bin"\)/,
  ],
  ['writes to the wrong file', oaep, 'echo x > wrong.bin; exit 0', /did not write it/],
  [
    'changes its input',
    oaep,
    'cp PlaintextKeyMaterial.bin x; rm -f PlaintextKeyMaterial.bin; mv x y; cat y y > PlaintextKeyMaterial.bin; rm y',
    /changed PlaintextKeyMaterial\.bin behind the recipe's back/,
  ],
  [
    'changes the AES key after it was used',
    wrap,
    '[ "$1" = pkeyutl ] && { rm aes-key.bin; head -c 32 /dev/zero > aes-key.bin; }',
    /changed aes-key\.bin behind the recipe's back/,
  ],
  [
    'makes a symbolic link of its output',
    oaep,
    'ln -s /etc/passwd EncryptedKeyMaterial.bin; exit 0',
    /something else than a regular file/,
  ],
  [
    'makes a folder of its output',
    oaep,
    'mkdir EncryptedKeyMaterial.bin; exit 0',
    /something else than a regular file/,
  ],
  [
    'makes a FIFO of its output',
    oaep,
    'mkfifo EncryptedKeyMaterial.bin; exit 0',
    /something else than a regular file/,
  ],
  [
    'fills its output without end',
    oaep,
    'exec cat /dev/zero > EncryptedKeyMaterial.bin',
    /wrote far more than the recipe can give and was killed/,
  ],
  [
    'fills stdout without end',
    generate,
    '[ "$1" = pkcs8 ] && exec cat /dev/zero',
    /wrote far more than the recipe can give and was killed/,
  ],
  ['floods stderr', oaep, 'exec yes >&2', /printed without end and was killed/],
  ['leaves a process behind', oaep, 'sleep 300 & exec /usr/bin/openssl "$@"', /left processes running/],
  [
    'writes its output after it ended',
    oaep,
    '(trap "" HUP; sleep 1; cp WrappingPublicKey.bin EncryptedKeyMaterial.bin) & exit 0',
    /left processes running/,
  ],
] as const;

describe('an openssl that exits 0 and is not believed', () => {
  it.for(lies)('%s', async ([, recipe, lines, expected]) => {
    const { code, message, hint } = await errorOf(brokenOpenssl(lines), recipe);
    expect(code).toBe('ERR_OPENSSL_OUTPUT');
    expect(message).toMatch(expected);
    expect(hint).toContain('--openssl PATH');
  });
});

describe('an openssl that does not end', () => {
  it('hanging past the timeout', async () => {
    const { code, message, hint } = await errorOf(brokenOpenssl('sleep 300'), oaep, { timeout: 300 });
    expect(code).toBe('ERR_OPENSSL_TIMEOUT');
    expect(message).toBe('openssl pkeyutl did not end within 0.3 s and was killed');
    expect(hint).toContain('--timeout SECONDS');
  });

  it('hanging in the middle of a pipe', async () => {
    const { code } = await errorOf(brokenOpenssl('[ "$1" = pkcs8 ] && sleep 300'), generate, {
      timeout: 300,
    });
    expect(code).toBe('ERR_OPENSSL_TIMEOUT');
  });

  it('ignoring SIGTERM, and its children too: the whole group is killed', async () => {
    const sign = join(workspace.path, '..', `.still-alive-${process.pid}`);
    const lines = `trap '' TERM; (trap '' TERM; sleep 2; : > ${sign}) & while :; do sleep 1; done`;
    const { code } = await errorOf(brokenOpenssl(lines), oaep, { timeout: 200 });
    expect(code).toBe('ERR_OPENSSL_TIMEOUT');
    await pause(2000);
    expect(existsSync(sign)).toBe(false);
  });

  it('stopped on request', async () => {
    const { code, message } = await errorOf(brokenOpenssl('sleep 300'), oaep, {
      signal: AbortSignal.timeout(200),
    });
    expect(code).toBe('ERR_ABORTED');
    expect(message).toContain('stopped on request');
  });

  it('stopped before it began', async () => {
    const { code } = await errorOf(brokenOpenssl(''), oaep, { signal: AbortSignal.abort() });
    expect(code).toBe('ERR_ABORTED');
  });
});
