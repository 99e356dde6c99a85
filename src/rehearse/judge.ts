import { lintMaterial } from '../audit/lint-material.ts';
import { unwrapBlob } from '../crypto/unwrap.ts';
import { loadWrappingPrivateKey } from '../crypto/wrapping-key.ts';
import { KmsKeywrapError } from '../errors.ts';
import type { Judge } from './endpoint.ts';

/** Opens a blob strictly, then has its content linted. */
export const auditorsJudge: Judge = async ({ blob, privateKey, wrappingAlgorithm, keySpec, partition }) => {
  const key = loadWrappingPrivateKey(privateKey);
  try {
    const { material } = unwrapBlob({ blob, privateKey: key, wrappingAlgorithm });
    return { findings: lintMaterial(material, { keySpec, partition }).findings, material };
  } catch (error) {
    if (error instanceof KmsKeywrapError && error.code === 'ERR_UNWRAP') return { findings: [] };
    throw error;
  }
};
