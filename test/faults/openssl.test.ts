import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { brokenOpensslPath, realOpenssl, removeBrokenOpenssls } from '../run/broken-openssl.ts';
import { added, directWrap, hybridWrap, makeFolder, runTool } from './tool.ts';

let path: string;
let remove: () => void;
beforeEach(() => {
  ({ path, remove } = makeFolder());
});
afterEach(() => remove());
afterAll(removeBrokenOpenssls);

const generate = ['generate', 'ECC_NIST_P256', '--out', 'key.der'];
const testKey = ['--private-key', 'private.pem'];

const publishedKey = join(import.meta.dirname, '../../golden/keys/rfc9500-testECCP256.pem');

/** Shell that runs the real openssl with another argv. `$1` to `$9` are the words that the tool gave. */
const real = (words: string) => `exec ${realOpenssl} ${words}`;

/** Every lie: what it is, the command, the shell lines, what the tool says, and its exit status. */
const lies: readonly (readonly [string, readonly string[], string, RegExp, number?])[] = [
  ['exits 0 with nothing written', hybridWrap(), 'exit 0', /did not write it: aes-key\.bin/],
  ['exits 0 with an empty output', directWrap(), ': > EncryptedKeyMaterial.bin; exit 0', /wrote 0 bytes/],
  [
    'writes a short blob',
    directWrap(),
    'head -c 255 /dev/urandom > EncryptedKeyMaterial.bin; exit 0',
    /wrote 255 bytes/,
  ],
  [
    'writes a blob of another modulus length',
    directWrap(),
    'head -c 384 /dev/zero > EncryptedKeyMaterial.bin; exit 0',
    /wrote 384 bytes where RSAES_OAEP_SHA_256 gives 256/,
  ],
  [
    'writes a block that is not below the modulus',
    directWrap(),
    "head -c 256 /dev/zero | tr '\\0' '\\377' > EncryptedKeyMaterial.bin; exit 0",
    /not below the modulus/,
  ],
  [
    'wraps under the all-zero AES key',
    hybridWrap(),
    `[ "$1" = enc ] && ${real('enc -id-aes256-wrap-pad -K "" -iv A65959A6 -in "$8" -out "${10}" 2> /dev/null')}`,
    /or not under its AES key/,
  ],
  [
    'makes an AES key of zeros and wraps under it',
    hybridWrap(),
    '[ "$1" = rand ] && { head -c 32 /dev/zero > "$3"; exit 0; }',
    /made an AES key that can be predicted/,
  ],
  [
    'makes an AES key of hexadecimal digits',
    hybridWrap(...testKey),
    '[ "$1" = rand ] && { printf 0f1e2d3c4b5a69788796a5b4c3d2e1f0 > "$3"; exit 0; }',
    /made an AES key that can be predicted/,
  ],
  [
    'takes the key material for the AES key',
    hybridWrap(),
    '[ "$1" = rand ] && { cp PlaintextKeyMaterial.bin "$3"; exit 0; }',
    /made an AES key that can be predicted/,
  ],
  [
    'leaves the RSA block unencrypted',
    directWrap(),
    '[ "$1" = pkeyutl ] && { head -c 224 /dev/zero; cat "$4"; } > "$6" && exit 0',
    /wrote what it should have encrypted/,
  ],
  [
    'writes zeros for an RSA block',
    directWrap(),
    '[ "$1" = pkeyutl ] && { head -c 256 /dev/zero > "$6"; exit 0; }',
    /an RSA block that no encryption gives/,
  ],
  [
    'encrypts without any padding',
    hybridWrap(),
    `[ "$1" = pkeyutl ] && { (head -c 224 /dev/zero; cat "$4") > ../z; ${real('pkeyutl -encrypt -in ../z -out "$6" -inkey "$8" -keyform DER -pubin -pkeyopt rsa_padding_mode:none')}; }`,
    /used RSA without any padding/,
  ],
  [
    'wraps with another initial value',
    hybridWrap(),
    `[ "$1" = enc ] && ${real('enc -id-aes256-wrap-pad -K "$4" -iv A6A6A6A6 -in "$8" -out "${10}"')}`,
    /or not under its AES key/,
  ],
  [
    'wraps something else than the key material',
    hybridWrap(),
    `[ "$1" = enc ] && { head -c 32 /dev/zero > ../x; ${real('enc -id-aes256-wrap-pad -K "$4" -iv A65959A6 -in ../x -out "${10}"')}; }`,
    /wrapped something else than the key material/,
  ],
  [
    'wraps with AES-ECB',
    hybridWrap(),
    `[ "$1" = enc ] && ${real('enc -aes-256-ecb -K "$4" -in "$8" -out "${10}"')}`,
    /wrote 48 bytes into it|or not under its AES key|gives \d+/,
  ],
  [
    'makes the AES key shorter',
    hybridWrap(),
    `[ "$1" = rand ] && ${real('rand -out "$3" 16')}`,
    /wrote 16 bytes into it, expected 32: aes-key\.bin/,
  ],
  [
    'forgets the padding option, found with a test key',
    directWrap(...testKey),
    `[ "$1" = pkeyutl ] && ${real('pkeyutl -encrypt -in "$4" -out "$6" -inkey "$8" -keyform DER -pubin')}`,
    /does not unwrap as RSAES_OAEP_SHA_256/,
    1,
  ],
  [
    'encrypts with SHA-1, found with a test key',
    directWrap(...testKey),
    `[ "$1" = pkeyutl ] && ${real('pkeyutl -encrypt -in "$4" -out "$6" -inkey "$8" -keyform DER -pubin -pkeyopt rsa_padding_mode:oaep')}`,
    /does not unwrap as RSAES_OAEP_SHA_256/,
    1,
  ],
  [
    'encrypts another AES key than it wrapped under, found with a test key',
    hybridWrap(...testKey),
    `[ "$1" = pkeyutl ] && { head -c 32 /dev/zero > ../y; ${real('pkeyutl -encrypt -in ../y -out "$6" -inkey "$8" -keyform DER -pubin -pkeyopt rsa_padding_mode:oaep -pkeyopt rsa_oaep_md:sha256 -pkeyopt rsa_mgf1_md:sha256')}; }`,
    /does not unwrap as RSA_AES_KEY_WRAP_SHA_256/,
    1,
  ],
  [
    'generates a key on another curve of the same length',
    generate,
    '[ "$1" = genpkey ] && set -- genpkey -algorithm ec -pkeyopt ec_paramgen_curve:sm2',
    /gave no ECC_NIST_P256 key material.*key-spec-mismatch/,
  ],
  [
    'generates something other than PKCS#8',
    generate,
    '[ "$1" = pkcs8 ] && { cat > /dev/null; head -c 138 /dev/urandom; exit 0; }',
    /gave no ECC_NIST_P256 key material/,
  ],
  [
    'generates too many bytes',
    ['generate', 'HMAC_256', '--out', 'key.bin'],
    '[ "$1" = rand ] && { head -c 64 /dev/urandom > "$3"; exit 0; }',
    /wrote 64 bytes into it, expected 32/,
  ],
  [
    'generates constant bytes',
    ['generate', 'HMAC_256', '--out', 'key.bin'],
    '[ "$1" = rand ] && { head -c 32 /dev/zero > "$3"; exit 0; }',
    /gave no HMAC_256 key material.*material-constant/,
  ],
  [
    'generates text',
    ['generate', 'SYMMETRIC_DEFAULT', '--out', 'key.bin'],
    '[ "$1" = rand ] && { printf "correct horse battery staple !!!" > "$3"; exit 0; }',
    /gave no SYMMETRIC_DEFAULT key material.*material-text/,
  ],
  [
    'generates a published key',
    generate,
    `[ "$1" = genpkey ] && ${real(`pkcs8 -topk8 -nocrypt -in ${publishedKey}`)}`,
    /gave no ECC_NIST_P256 key material.*material-known/,
  ],
  ['writes to another file beside', directWrap(), 'echo x > extra', /not part of the recipe/],
  [
    'writes over its input',
    hybridWrap(),
    '[ "$1" = pkeyutl ] && { rm "$4"; head -c 32 /dev/zero > "$4"; }',
    /behind the recipe's back/,
  ],
  ['crashes after writing', directWrap(), `${realOpenssl} "$@"; kill -ABRT $$`, /was killed by SIGABRT/],
  ['floods stderr', directWrap(), 'exec yes >&2', /printed without end and was killed/],
  [
    'fills the disk',
    directWrap(),
    'exec cat /dev/zero > EncryptedKeyMaterial.bin',
    /far more than the recipe can give/,
  ],
  ['never ends', directWrap('--timeout', '1'), 'sleep 300', /did not end within 1 s and was killed/],
  [
    'never ends and ignores SIGTERM',
    directWrap('--timeout', '1'),
    "trap '' TERM; while :; do sleep 1; done",
    /did not end within 1 s/,
  ],
  ['leaves children behind', directWrap(), `sleep 300 & ${real('"$@"')}`, /left processes running/],
  [
    'leaves a daemon behind that keeps its stderr open',
    directWrap(),
    `setsid sleep 300 & ${real('"$@"')}`,
    /left processes running/,
  ],
  [
    'leaves a daemon behind that has left its group and closed its pipes',
    directWrap(),
    `setsid sleep 300 < /dev/null > /dev/null 2>&1 & ${real('"$@"')}`,
    /left processes running/,
  ],
  [
    'floods a pipe between two processes',
    generate,
    '[ "$1" = genpkey ] && exec cat /dev/zero',
    /printed without end and was killed/,
  ],
  [
    'takes away the rights to its folder',
    directWrap(),
    'mkdir sub; chmod 000 sub; chmod 500 .; exit 0',
    /did not write it/,
  ],
  [
    'writes after it ended',
    directWrap(),
    '(sleep 2; head -c 256 /dev/zero > EncryptedKeyMaterial.bin) & exit 0',
    /left processes running/,
  ],
  [
    'fails in the first process of a pipe',
    generate,
    '[ "$1" = genpkey ] && { echo "no entropy" >&2; exit 1; }',
    /genpkey \(process 1 of 2 in the pipe\) failed with exit status 1:\n {2}no entropy/,
  ],
  [
    'fails in the last process of a pipe',
    generate,
    '[ "$1" = pkcs8 ] && { cat > /dev/null; echo "no memory" >&2; exit 1; }',
    /pkcs8 \(process 2 of 2 in the pipe\) failed with exit status 1:\n {2}no memory/,
  ],
  [
    'has no key wrap, as before 3.0',
    hybridWrap(),
    '[ "$1" = enc ] && { echo "enc: wrap mode not allowed" >&2; exit 1; }',
    /key wrap ciphers before OpenSSL 3\.0/,
  ],
];

describe('an openssl that lies or breaks: nothing that it wrote is passed on', () => {
  it.for(lies)('%s', async ([, words, lines, message, code = 3]) => {
    const openssl = brokenOpensslPath(lines);
    const ended = await runTool([...words, '--openssl', openssl], { cwd: path });
    expect(ended.stderr).toMatch(message);
    expect(ended).toMatchObject({ code, workspaces: [], processes: [] });
    expect(ended.stderr).toMatch(/^kms-keywrap: error: /m);
    expect(ended.stderr).toMatch(/^hint: /m);
    expect(added(path)).toEqual([]);
  });

  it('the same set-up with an openssl that is sound gives a blob', async () => {
    const ended = await runTool(hybridWrap(...testKey, '--openssl', brokenOpensslPath('')), { cwd: path });
    expect(ended).toMatchObject({ code: 0, workspaces: [], processes: [] });
    expect(added(path)).toEqual(['EncryptedKeyMaterial.bin']);
  });
});

describe('a program that is not openssl', () => {
  it.for([
    ['missing', '/nowhere/openssl', /there is no openssl at/],
    ['a folder', '/usr', /is a folder/],
    ['not executable', 'material.bin', /is not executable|was not found on the PATH/],
    ['a program that says nothing and succeeds', '/bin/true', /is not openssl/],
    ['a program that fails', '/bin/false', /is not openssl/],
    ['a program that says something else', '/bin/echo', /is not openssl/],
  ] as const)('%s', async ([, openssl, message]) => {
    const ended = await runTool(directWrap('--openssl', openssl), { cwd: path });
    expect(ended).toMatchObject({ code: 3, workspaces: [], processes: [] });
    expect(ended.stderr).toMatch(message);
    expect(added(path)).toEqual([]);
  });

  it('LibreSSL is recognised, and its limit told', async () => {
    const libressl = join(path, 'libressl');
    writeFileSync(
      libressl,
      '#!/bin/sh\n[ "$1" = version ] && { echo "LibreSSL 3.3.6"; exit 0; }\n' +
        '[ "$1" = enc ] && { echo "enc: Unrecognized flag id-aes256-wrap-pad" >&2; exit 1; }\n' +
        `exec ${realOpenssl} "$@"\n`,
      { mode: 0o755 },
    );
    const ended = await runTool(hybridWrap('--openssl', libressl), { cwd: path });
    expect(ended).toMatchObject({ code: 3, workspaces: [], processes: [] });
    expect(ended.stderr).toContain('LibreSSL has no cipher id-aes256-wrap-pad');
    const doctor = await runTool(['doctor', '--openssl', libressl], { cwd: path });
    expect(doctor.stdout).toContain('LibreSSL 3.3.6: LibreSSL has no cipher id-aes256-wrap-pad');
    expect(doctor.code).toBe(1);
  });
});

it('OPENSSL_CONF does not reach openssl, and doctor says so', async () => {
  const hostile = join(path, 'hostile.cnf');
  writeFileSync(hostile, 'openssl_conf = nonsense\n[nonsense]\nproviders = missing_section\n');
  const seen = join(path, 'seen');
  const openssl = brokenOpensslPath(`env > ${seen}`);
  const env = { OPENSSL_CONF: hostile, AWS_SECRET_ACCESS_KEY: 'do-not-pass-on' };
  const ended = await runTool(directWrap('--openssl', openssl), { cwd: path, env });
  expect(ended).toMatchObject({ code: 0, workspaces: [], processes: [] });
  expect(existsSync(seen)).toBe(true);
  const names = readFileSync(seen, 'utf8')
    .split('\n')
    .map((line) => line.split('=')[0])
    .filter((name) => name !== '' && !['PWD', '_', 'OLDPWD', 'SHLVL'].includes(name ?? ''));
  expect(new Set(names)).toEqual(new Set(['LC_ALL', 'PATH']));
  const doctor = await runTool(['doctor', '--format', 'json'], { cwd: path, env });
  expect(JSON.parse(doctor.stdout)).toMatchObject({
    openssl: { configuration: { keptBack: ['OPENSSL_CONF'] } },
  });
});
