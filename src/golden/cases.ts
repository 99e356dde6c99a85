import type { RunContext } from '../run/recipe.ts';
import type { Combination } from '../tables/support.ts';
import type { Check } from '../cases/result.ts';
import {
  checkKeyWrapInNode,
  checkOaepInNode,
  checkSm2InNode,
  checkWrapInNode,
  groupKey,
} from './node-checks.ts';
import { checkDecryptInOpenssl, checkKeyWrapInOpenssl, checkWrapInOpenssl } from './openssl-checks.ts';
import type { TestGroup, VectorFile } from './vector.ts';

/** One vector with what can be done about it. */
export interface GoldenTest {
  /** `rsaes_oaep_sha_1/17` */
  readonly id: string;
  readonly comment: string;
  /** The combination that needs the same of openssl and node. */
  readonly needs: Combination;
  readonly inNode: () => Check[];
  readonly inOpenssl: (context: RunContext) => Promise<Check[]>;
}

/** A combination that KMS accepts and that stands for a part of it: the key material is of no matter. */
const needsOf = (wrappingAlgorithm: Combination['wrappingAlgorithm'], sm2 = false): Combination => ({
  partition: sm2 ? 'aws-cn' : 'aws',
  keySpec: sm2 ? 'SM2' : 'SYMMETRIC_DEFAULT',
  wrappingAlgorithm,
  wrappingKeySpec: sm2 ? 'SM2' : 'RSA_2048',
});

function needs(group: TestGroup): Combination {
  switch (group.type) {
    case 'Wrap':
      return needsOf(group.wrappingAlgorithm, group.wrappingKeySpec === 'SM2');
    case 'AesKw':
    case 'AesKwp':
      return needsOf('RSA_AES_KEY_WRAP_SHA_1');
    case 'RsaesOaep':
      return needsOf('RSAES_OAEP_SHA_1');
    case 'Sm2':
      return needsOf('SM2PKE', true);
  }
}

/** Every vector of a file, in its order. */
export function goldenTests(name: string, file: VectorFile): GoldenTest[] {
  return file.testGroups.flatMap((group): GoldenTest[] => {
    const head = ({ tcId, comment }: { readonly tcId: number; readonly comment: string }) => ({
      id: `${name}/${tcId}`,
      comment,
      needs: needs(group),
    });
    switch (group.type) {
      case 'Wrap': {
        const key = groupKey(group);
        return group.tests.map((test) => ({
          ...head(test),
          inNode: () => checkWrapInNode(group, test, key),
          inOpenssl: (context) => checkWrapInOpenssl(group, test, context),
        }));
      }
      case 'AesKw':
      case 'AesKwp':
        return group.tests.map((test) => ({
          ...head(test),
          inNode: () => checkKeyWrapInNode(group, test),
          inOpenssl: (context) => checkKeyWrapInOpenssl(group, test, context),
        }));
      case 'RsaesOaep':
        return group.tests.map((test) => ({
          ...head(test),
          inNode: () => checkOaepInNode(group, test),
          inOpenssl: (context) => checkDecryptInOpenssl(group, test, context),
        }));
      case 'Sm2':
        return group.tests.map((test) => ({
          ...head(test),
          inNode: () => checkSm2InNode(group, test),
          inOpenssl: (context) => checkDecryptInOpenssl(group, test, context),
        }));
    }
  });
}
