import { spawnSync } from 'node:child_process';
import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { deviceRecipes } from '../../src/api/device-recipe.ts';
import type { KmsKeywrapError } from '../../src/errors.ts';
import { deviceNames, type Device } from '../../src/tables/devices/index.ts';
import type { KeySpec } from '../../src/tables/key-specs.ts';
import type { WrappingAlgorithm } from '../../src/tables/wrapping.ts';

const printed = deviceNames.flatMap((device) => deviceRecipes({ device }));

const programOf = (script: string) => /<<'EXPORT'\n([\s\S]*)\nEXPORT\n/.exec(script)?.[1];
const programs = printed.flatMap(({ device, wrappingAlgorithm, script }) => {
  const program = programOf(script);
  return program === undefined ? [] : [[device, wrappingAlgorithm, program] as const];
});

describe('every script that recipe --device prints', () => {
  it.each(printed.map((one) => [one.device, one.wrappingAlgorithm, one.script] as const))(
    '%s %s is read by a POSIX shell, and writes EncryptedKeyMaterial.bin',
    (_device, _algorithm, script) => {
      const shell = spawnSync('sh', ['-n'], { input: script });
      expect(shell.stderr.toString()).toBe('');
      expect(shell.status).toBe(0);
      expect(script).toContain('EncryptedKeyMaterial.bin');
    },
  );

  it.each(programs)('%s %s: the program names the hash twice', (_device, algorithm, program) => {
    const hash = algorithm.endsWith('SHA_1')
      ? 'hashAlg: p11.CKM_SHA_1, mgf: p11.CKG_MGF1_SHA1,'
      : 'hashAlg: p11.CKM_SHA256, mgf: p11.CKG_MGF1_SHA256,';
    expect(program).toContain(hash);
    expect(() => new Script(program)).not.toThrow();
  });

  it('a program that finds no token says so, and writes nothing', () => {
    const [one] = deviceRecipes({ device: 'softhsm2', wrappingAlgorithm: 'RSAES_OAEP_SHA_1' });
    const env = { PATH: process.env['PATH'] ?? '', HSM_TOKEN: 't', HSM_KEY: 'k', HSM_PIN: '1234' };
    const run = spawnSync('sh', ['-s'], { input: one?.script ?? '', env, cwd: '/' });
    expect(run.status).toBe(1);
    expect(run.stderr.toString()).toContain("Cannot find module 'pkcs11js'");
    expect(run.stderr.toString()).not.toMatch(/^ +at /m);
  });
});

const refusal = (device: Device, keySpec: KeySpec, wrappingAlgorithm: WrappingAlgorithm) => {
  try {
    deviceRecipes({ device, keySpec, wrappingAlgorithm });
    return undefined;
  } catch (error) {
    return error as KmsKeywrapError;
  }
};

describe('what a device does not do is refused with the reason', () => {
  it.each([
    ['softhsm2', 'HMAC_256', 'RSAES_OAEP_SHA_256', /SHA-1 and MGF1-SHA-1 alone/],
    ['softhsm2', 'ECC_NIST_P256', 'RSAES_OAEP_SHA_1', /does not wrap private keys under an RSA key/],
    ['opencryptoki', 'RSA_2048', 'RSA_AES_KEY_WRAP_SHA_256', /no AES key wrap with padding/],
    ['nss', 'ECC_SECG_P256K1', 'RSAES_OAEP_SHA_256', /no such curve/],
    ['yubihsm', 'ECC_NIST_P256', 'RSAES_OAEP_SHA_256', /always writes the hybrid form/],
    ['cloudhsm-cli', 'SM2', 'SM2PKE', /no SM2/],
    ['luna', 'RSA_2048', 'RSAES_OAEP_SHA_256', /RSA_AES_KEY_WRAP/],
  ] as const)('%s %s %s', (device, keySpec, algorithm, reason) => {
    const error = refusal(device, keySpec, algorithm);
    expect(error?.code).toBe('ERR_UNSUPPORTED_COMBINATION');
    expect(error?.message).toMatch(reason);
  });

  it('what it does to a key comes as a warning that begins with the finding', () => {
    const [one] = deviceRecipes({
      device: 'softhsm2',
      keySpec: 'HMAC_224',
      wrappingAlgorithm: 'RSA_AES_KEY_WRAP_SHA_1',
    });
    expect(one?.warnings[0]).toMatch(/^hmac-longer: /);
  });

  it('without an algorithm each one is printed that the device has and KMS accepts for such keys', () => {
    const algorithms = deviceRecipes({ device: 'nss', keySpec: 'RSA_3072' }).map(
      ({ wrappingAlgorithm }) => wrappingAlgorithm,
    );
    expect(algorithms).toEqual(['RSA_AES_KEY_WRAP_SHA_1', 'RSA_AES_KEY_WRAP_SHA_256']);
  });
});
