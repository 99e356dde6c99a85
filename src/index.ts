export { KmsKeywrapError, exitCodes, type ErrorCode } from './errors.ts';
export type { Finding } from './audit/finding.ts';
export type { AuditResult, Observed, ReferenceComparison, Subject, Verdict } from './audit/result.ts';
export { audit, type AuditInput } from './api/audit.ts';
export { catalogue as findings, type CatalogueEntry } from './api/catalogue.ts';
export {
  explain,
  type Cause,
  type ExplainInput,
  type Explanation,
  type NextStep,
} from './api/services/explain.ts';
export type { Engine, OpensslOptions } from './api/engine.ts';
export { convertBlob, type BlobStep, type ConvertBlobInput, type ConvertedBlob } from './api/convert/blob.ts';
export { convert, type ConversionStep, type Converted, type ConvertInput } from './api/convert/convert.ts';
export { generate, type GenerateInput, type Generated } from './api/generate.ts';
export { lint, type LintInput } from './api/lint.ts';
export { recipe, type PrintedRecipe, type RecipeInput } from './api/recipe.ts';
export { deviceRecipes, type DeviceRecipe, type DeviceRecipeInput } from './api/device-recipe.ts';
export { supportTable as support, type CombinationFilter, type SupportRow } from './api/support-table.ts';
export { unwrap, type UnwrapInput, type Unwrapped } from './api/unwrap.ts';
export { wrap, type Wrapped, type WrapInput } from './api/wrap.ts';
export type { Flavour } from './recipe/script.ts';
export type { KeySpec } from './tables/key-specs.ts';
export type { FindingId, Severity } from './tables/findings/index.ts';
export type { Partition } from './tables/partitions.ts';
export type { Source } from './tables/sources.ts';
export type { Combination, SupportStatus } from './tables/support.ts';
export type { WrappingAlgorithm, WrappingKeySpec } from './tables/wrapping.ts';
export type { CaseStatus, Check, Environment, Summary, VerifyCase, VerifyReport } from './cases/result.ts';
export { verify, type VerifyInput } from './verify/verify.ts';
export { doctor, type DoctorInput, type DoctorReport } from './verify/doctor.ts';
export { version } from './version.ts';
export { golden, type GoldenCase, type GoldenInput, type GoldenReport } from './golden/run.ts';
export { fixtures, type Fixture, type FixturesInput } from './samples/fixtures/fixtures.ts';
export {
  rehearse,
  rehearseService,
  type Rehearsal,
  type RehearsalOptions,
  type RequestLog,
  type ServiceRehearsal,
  type ServiceRehearsalOptions,
} from './rehearse/index.ts';
