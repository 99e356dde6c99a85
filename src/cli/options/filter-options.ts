import { resolveKeySpec, resolveWrappingAlgorithm, resolveWrappingKeySpec } from '../../api/names.ts';
import { many, shared } from './options.ts';

/** Options that narrow a table of combinations, each given several times or with commas. */
export const filterOptions = {
  'key-spec': { ...shared.keySpec, array: true },
  'wrapping-algorithm': { ...shared.wrappingAlgorithm, array: true },
  'wrapping-key-spec': { ...shared.wrappingKeySpec, array: true },
} as const;

/** Their values, resolved; undefined where nothing was given. @throws `ERR_UNKNOWN_…` with a suggestion */
export const filterOf = (options: {
  readonly keySpec?: readonly string[] | undefined;
  readonly wrappingAlgorithm?: readonly string[] | undefined;
  readonly wrappingKeySpec?: readonly string[] | undefined;
}) => ({
  keySpec: many(options.keySpec)?.map((name) => resolveKeySpec(name).name),
  wrappingAlgorithm: many(options.wrappingAlgorithm)?.map((name) => resolveWrappingAlgorithm(name).name),
  wrappingKeySpec: many(options.wrappingKeySpec)?.map((name) => resolveWrappingKeySpec(name).name),
});
