import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { material, Place } from './command.ts';

const place = new Place();
afterAll(() => place.remove());
const key = join(import.meta.dirname, '../../golden/keys/rfc9500-testRSA2048.pem');
const plaintext = material();
place.write('material.bin', plaintext);

const algorithm = ['--wrapping-algorithm', 'RSA_AES_KEY_WRAP_SHA_256'];
const unwrap = (openssl: string, out: string) =>
  place.run(
    ['unwrap', '--in', 'blob', '--private-key', key, ...algorithm].concat(
      ['--engine', 'openssl', '--openssl', openssl],
      ['--out', out],
    ),
  );

beforeAll(async () => {
  const { createPublicKey } = await import('node:crypto');
  const publicKey = createPublicKey(readFileSync(key)).export({ format: 'der', type: 'spki' });
  place.write('public.der', publicKey);
  const wrap = ['wrap', '--in', 'material.bin', '--public-key', 'public.der', ...algorithm];
  await place.run([...wrap, '--key-spec', 'HMAC_256', '--engine', 'node', '--out', 'blob']);
});

describe('a sound blob and an openssl that does not open it: the machine is at fault, not the blob', () => {
  it('too old for the key wrap', async () => {
    const old = place.program(
      'old',
      'case "$*" in *wrap-pad*) echo "wrap mode not allowed" >&2; exit 1;; esac; exec openssl "$@"',
    );
    const ended = await unwrap(old, 'by-old');
    expect(ended.stderr).toMatch(/openssl enc failed with exit status 1:\n  wrap mode not allowed\nhint: /);
    expect(ended.code).toBe(3);
  });

  it('killed', async () => {
    const killed = place.program('killed', '[ "$1" = pkeyutl ] && kill -9 $$; exec openssl "$@"');
    const ended = await unwrap(killed, 'by-killed');
    expect(ended.stderr).toMatch(/openssl pkeyutl was killed by SIGKILL/);
    expect(ended.code).toBe(3);
  });

  it('another plaintext than the one inside', async () => {
    const lying = place.program(
      'lying',
      'openssl "$@" || exit; for word; do last=$word; done; [ "$1" = enc ] || exit 0; head -c 32 /dev/zero > "$last"',
    );
    const ended = await unwrap(lying, 'by-lying');
    expect(ended.stderr).toMatch(/openssl exited 0 but did not open the blob to the key material/);
    expect(ended.code).toBe(3);
  });

  it('leaves no output', () => {
    expect(place.files().filter((name) => name.startsWith('by-'))).toEqual([]);
  });
});
