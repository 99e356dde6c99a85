import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, expect, it } from 'vitest';
import { wrapMaterial } from '../../src/crypto/wrap.ts';
import { readPublicKey } from '../../src/crypto/wrapping-key.ts';
import { services } from '../../src/tables/services/index.ts';
import { material, Place } from './command.ts';

interface Explained {
  readonly explanations: readonly {
    readonly service: string;
    readonly next: readonly { readonly command: string }[];
  }[];
}

const places: Place[] = [];
afterAll(() => places.forEach((place) => place.remove()));
function newPlace(): Place {
  const place = new Place();
  places.push(place);
  return place;
}

const shell = (place: Place, line: string) =>
  execFileSync('sh', ['-c', line], { cwd: place.folder, stdio: 'pipe' });

/** The blob that an exporter with SHA-1 makes where SHA-256 is expected, in the service's envelope. */
function wrongHash(place: Place, publicKey: string, service: 'aws' | 'gcp' | 'vault', key: Buffer): Buffer {
  const read = readPublicKey(readFileSync(place.path(publicKey)));
  if (read.kind !== 'rsa') throw new Error('expected an RSA key');
  const blob = wrapMaterial({
    material: key,
    publicKey: read,
    wrappingAlgorithm: { name: 'test', scheme: 'rsa-aes-key-wrap', hash: 'sha1', wrappingKey: 'rsa' },
  });
  return service === 'vault' ? Buffer.from(blob.toString('base64')) : blob;
}

const cases = [
  ['aws', 'An error occurred (InvalidCiphertextException)', 'RSA_AES_KEY_WRAP_SHA_256', 'HMAC_256', '2048'],
  [
    'gcp',
    "The key material in the import request couldn't be unwrapped or wasn't formatted correctly",
    'rsa-oaep-3072-sha256-aes-256',
    'hmac-sha256',
    '3072',
  ],
  ['vault', 'crypto/rsa: decryption error', 'SHA256', 'hmac', '4096'],
] as const;

it.each(cases)(
  'what explain prints to run next for %s leads from the refusal to its cause',
  async (service, said, algorithm, keySpec, bits) => {
    const place = newPlace();
    const { files } = services[service].commands;
    const key = material();
    place.write(files.material, key);
    shell(place, `openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:${bits} -out service.pem`);
    shell(
      place,
      `openssl pkey -in service.pem -pubout -outform ${files.keyForm.toUpperCase()} -out ${files.publicKey}`,
    );
    place.write(files.blob, wrongHash(place, files.publicKey, service, key));
    const told = await place.run(['explain', said, '--service', service, '--format', 'json']);
    const { explanations } = JSON.parse(told.stdout.toString()) as Explained;
    const codes: (number | null)[] = [];
    let last = '';
    for (const { command } of explanations[0]?.next ?? []) {
      const line = command
        .replaceAll('WRAPPING_ALGORITHM', algorithm)
        .replaceAll('KEY_SPEC', keySpec)
        .replaceAll('BITS', bits);
      if (line.startsWith('kms-keywrap ')) {
        const ended = await place.run(line.split(' ').slice(1));
        codes.push(ended.code);
        last = ended.stdout.toString();
      } else {
        shell(place, line);
        const made = /-out (TestPublicKey\.\w+)/.exec(line)?.[1];
        // The step in between is the user's: the exporter wraps once more, under the test key.
        if (made !== undefined) place.write(files.blob, wrongHash(place, made, service, key));
      }
    }
    // From outside nothing is wrong, nor with the key material; the test key shows the hash.
    expect(codes).toEqual(service === 'vault' ? [0, 1] : [0, 0, 1]);
    expect(last).toContain('error oaep-hash');
  },
);

it('explain - reads what a client printed', async () => {
  const ended = await newPlace().run(['explain', '-'], {
    input: Buffer.from('Code: 400. Errors:\n\n* error parsing asymmetric key: asn1: structure error\n'),
  });
  expect(ended).toMatchObject({ code: 0, stderr: '' });
  expect(ended.stdout.toString()).toMatch(/^Vault, OpenBao: error parsing asymmetric key\n/);
  expect(ended.stdout.toString()).toMatch(/causes, the most likely first:\n {2}material-pem /);
});

it('a text that is not known ends with 2 and the nearest ones', async () => {
  const ended = await newPlace().run(['explain', 'unwrap failed the integrity check']);
  expect(ended.code).toBe(2);
  expect(ended.stdout.toString()).toBe('');
  expect(ended.stderr).toContain(
    'hint: the nearest that are known: "kwp: unwrap failed integrity check" (Vault)',
  );
});

it('explain without a text lists every refusal once', async () => {
  const { stdout, code } = await newPlace().run(['explain']);
  expect(code).toBe(0);
  const lines = stdout.toString().split('\n');
  for (const { says } of Object.values(services))
    for (const { text } of says) expect(lines.filter((line) => line.trim() === text)).toHaveLength(1);
});
