import { auditForService } from '../audit/services/audit.ts';
import { wrappingKeyOf } from '../audit/services/expected.ts';
import { wrapForService } from '../api/services/wrap.ts';
import { concurrently } from '../cases/concurrently.ts';
import { failedCase, judged, type Outcome } from '../cases/outcome.ts';
import type { CaseStatus, Check } from '../cases/result.ts';
import { recomputeBlob, unwrapBlob } from '../crypto/unwrap.ts';
import { wrapMaterial } from '../crypto/wrap.ts';
import { KmsKeywrapError } from '../errors.ts';
import { writeEnvelope } from '../formats/envelopes/index.ts';
import { documentedNames as names } from '../recipe/model.ts';
import { materialRecipe } from '../recipe/service-script.ts';
import { unwrappingRecipe } from '../recipe/unwrapping.ts';
import { wrappingRecipe } from '../recipe/wrapping.ts';
import { runRecipe, type RunContext } from '../run/recipe.ts';
import { serviceCombinations, serviceSupport } from '../tables/services/index.ts';
import type { Material, ServiceCombination, ServiceName, ServiceRow } from '../tables/services/types.ts';
import { isWrappingKeySpec } from '../tables/wrapping.ts';
import { testWrappingKeys, type TestWrappingKey } from './wrapping-keys.ts';

/** One combination of a service, run. */
export interface ServiceCase {
  /** `gcp/ec-sign-p256-sha256/rsa-oaep-3072-sha256-aes-256/RSA_3072` */
  readonly id: string;
  readonly service: ServiceName;
  readonly keySpec: string;
  readonly wrappingAlgorithm: string;
  readonly wrappingKeySpec: string;
  readonly support: 'supported' | 'disputed' | 'unsupported';
  readonly status: CaseStatus;
  readonly reason?: string;
  readonly checks: readonly Check[];
  readonly ms: number;
}

export interface ServiceRun {
  readonly rows: readonly ServiceRow[];
  readonly context: RunContext;
  /** Cases under way at once. */
  readonly jobs: number;
  readonly onCase: (ended: ServiceCase, total: number) => void | Promise<void>;
}

const check = (name: string, ok: boolean, detail?: string): Check =>
  ok || detail === undefined ? { name, ok } : { name, ok, detail };

const testKeyId = 'https://example.vault.azure.net/keys/test/00000000000000000000000000000000';

/** Key material of each kind, made by openssl once, when it is first asked for. */
function materials(context: RunContext) {
  const made = new Map<string, Promise<Buffer>>();
  return (material: Material): Promise<Buffer> => {
    const { row, lengths } = material;
    const kind = `${row.name} ${JSON.stringify(lengths)}`;
    const bytes =
      made.get(kind) ??
      runRecipe(materialRecipe(material, 'key'), {}, context).then((files) => files['key'] as Buffer);
    made.set(kind, bytes);
    return bytes;
  };
}

/** openssl and node against each other, and what an audit for the service says of the blob in its envelope. */
async function runChecks(
  row: ServiceRow,
  { material, wrapping }: ServiceCombination,
  bytes: Buffer,
  { publicDer, privateDer, publicKey, privateKey }: TestWrappingKey,
  context: RunContext,
): Promise<Check[]> {
  const wrappingAlgorithm = wrapping.scheme;
  const recipe = wrappingRecipe(wrappingAlgorithm);
  const opening = unwrappingRecipe(wrappingAlgorithm, privateKey.kind === 'rsa' ? privateKey.k : 0);
  const [made, reopened] = await Promise.all([
    runRecipe(recipe, { [names.symmetricMaterial]: bytes, [names.publicKey]: publicDer }, context),
    runRecipe(
      opening,
      {
        [names.wrapped]: wrapMaterial({ material: bytes, publicKey, wrappingAlgorithm }),
        [names.privateKey]: privateDer,
      },
      context,
    ),
  ]);
  const blob = made[recipe.result] as Buffer;
  const opened = unwrapBlob({ blob, privateKey, wrappingAlgorithm });
  const again = recomputeBlob({ blob, privateKey, wrappingAlgorithm }, opened);
  const file = writeEnvelope(row.envelope, blob, {
    keyId: testKeyId,
    algorithm: wrapping.name,
    generator: 'verify',
  });
  const { verdict, findings } = auditForService({
    id: 'blob',
    path: 'blob',
    file,
    row,
    material,
    wrapping,
    privateKey,
  });
  const error = findings.find(({ severity }) => severity === 'error');
  return [
    check('openssl wraps, node unwraps to the same bytes', opened.material.equals(bytes)),
    check('node wraps, openssl unwraps to the same bytes', reopened[opening.result]?.equals(bytes) === true),
    check('every byte accounted for', again.equals(blob), 'the blob computed again differs'),
    check('the blob in its envelope is accepted', verdict === 'accept', error?.id ?? verdict),
  ];
}

/** That the tool refuses what the service does not support, and says why and where that is documented. */
async function checkRefusal(row: ServiceRow, one: ServiceCombination, key: TestWrappingKey): Promise<Check> {
  const name = 'refused with the documented reason';
  const { reason = '' } = serviceSupport(row, one);
  try {
    await wrapForService({
      row,
      wrapping: one.wrapping,
      material: one.material,
      keyMaterial: Buffer.alloc(32, 1),
      publicKey: key.publicDer,
      engine: 'node',
    });
    return { name, ok: false, detail: 'it was wrapped' };
  } catch (error) {
    if (!(error instanceof KmsKeywrapError)) throw error;
    const ok = error.code === 'ERR_UNSUPPORTED_COMBINATION' && error.message.includes(reason);
    return check(name, ok, `${error.code}: ${error.message}`);
  }
}

/** Runs every combination of these services. One that goes wrong is a result. @returns the cases in the order of the rows */
export async function runServiceCases({ rows, context, jobs, onCase }: ServiceRun): Promise<ServiceCase[]> {
  const all = rows.flatMap((row) => [...serviceCombinations(row)].map((one) => ({ row, one })));
  const materialOf = materials(context);
  const wrappingKey = testWrappingKeys();
  const keyOf = (name: string) => wrappingKey(isWrappingKeySpec(name) ? name : 'RSA_4096');
  const ended = new Map<string, ServiceCase>();
  const idOf = (row: ServiceRow, { material, wrapping, wrappingKey: key }: ServiceCombination) =>
    [row.name, material.name, wrapping.name, key.name].join('/');

  const outcome = async (row: ServiceRow, one: ServiceCombination): Promise<Outcome> => {
    const { status, reason } = serviceSupport(row, one);
    const key = await keyOf(one.wrappingKey.name);
    if (status === 'unsupported') return judged([await checkRefusal(row, one, key)], reason);
    if (wrappingKeyOf(row, key.publicKey)?.name !== one.wrappingKey.name)
      throw new KmsKeywrapError('ERR_INTERNAL', `no test key for ${one.wrappingKey.name}`);
    return judged(await runChecks(row, one, await materialOf(one.material), key, context), reason);
  };
  await concurrently(all, jobs, async ({ row, one }) => {
    const started = performance.now();
    const result = await outcome(row, one).catch(failedCase);
    const id = idOf(row, one);
    const ran: ServiceCase = {
      id,
      service: row.name,
      keySpec: one.material.name,
      wrappingAlgorithm: one.wrapping.name,
      wrappingKeySpec: one.wrappingKey.name,
      support: serviceSupport(row, one).status,
      ...result,
      ms: Math.round(performance.now() - started),
    };
    ended.set(id, ran);
    await onCase(ran, all.length);
  });
  return all.flatMap(({ row, one }) => ended.get(idOf(row, one)) ?? []);
}
