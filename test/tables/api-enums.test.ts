import * as kms from '@aws-sdk/client-kms';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };
import { expirationModels, importTypes, keyOrigins } from '../../src/tables/api-model.ts';
import { keySpecNames, keySpecs, keySpecRow } from '../../src/tables/key-specs.ts';
import { keyUsages, type UsageAlgorithms } from '../../src/tables/key-usages.ts';
import { sources } from '../../src/tables/sources.ts';
import { wrappingAlgorithmNames, wrappingKeySpecNames } from '../../src/tables/wrapping.ts';

const olderKeySpecs = keySpecNames.filter((name) => keySpecRow(name).customerMasterKeySpec);

const sorted = (names: readonly string[]) => names.toSorted();
const membersOf = (members: Readonly<Record<string, string>>) => sorted(Object.values(members));

it('the API model that rows cite is the one of the pinned package', () => {
  expect(sources.API.title).toContain(
    `@aws-sdk/client-kms ${packageJson.devDependencies['@aws-sdk/client-kms']}`,
  );
});

describe('the tables know every member of the enums of the API model (@aws-sdk/client-kms, pinned)', () => {
  it.for([
    ['KeySpec', kms.KeySpec, keySpecNames],
    ['WrappingKeySpec', kms.WrappingKeySpec, wrappingKeySpecNames],
    ['AlgorithmSpec', kms.AlgorithmSpec, wrappingAlgorithmNames],
    ['KeyUsageType', kms.KeyUsageType, keyUsages],
    ['CustomerMasterKeySpec', kms.CustomerMasterKeySpec, olderKeySpecs],
    ['OriginType', kms.OriginType, keyOrigins],
    ['ExpirationModelType', kms.ExpirationModelType, expirationModels],
    ['ImportType', kms.ImportType, importTypes],
  ] as const)('%s', ([, members, known]) => {
    expect(sorted(known)).toEqual(membersOf(members));
  });

  it.for([
    ['SigningAlgorithmSpec', kms.SigningAlgorithmSpec, 'SigningAlgorithms'],
    ['EncryptionAlgorithmSpec', kms.EncryptionAlgorithmSpec, 'EncryptionAlgorithms'],
    ['MacAlgorithmSpec', kms.MacAlgorithmSpec, 'MacAlgorithms'],
    ['KeyAgreementAlgorithmSpec', kms.KeyAgreementAlgorithmSpec, 'KeyAgreementAlgorithms'],
    ['EncapsulationAlgorithmSpec', kms.EncapsulationAlgorithmSpec, 'EncapsulationAlgorithms'],
  ] as const)('%s, by the usages of the key specs', ([, members, field]) => {
    const used = keySpecNames
      .flatMap((name): UsageAlgorithms[] => Object.values(keySpecRow(name).usages))
      .flatMap((usage) => usage[field] ?? []);
    expect(sorted([...new Set(used)])).toEqual(membersOf(members));
  });

  it('every usage is that of some key spec', () => {
    const used = new Set(keySpecNames.flatMap((name) => Object.keys(keySpecs[name].usages)));
    expect(sorted([...used])).toEqual(sorted(keyUsages));
  });
});
