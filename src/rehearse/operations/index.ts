import type { Answer, Endpoint } from '../kms/endpoint.ts';
import { KmsException } from '../model/exceptions.ts';
import { createKey } from './create-key.ts';
import { deleteImportedKeyMaterial } from './delete-material.ts';
import { getParametersForImport } from './get-parameters.ts';
import { diagnoseSize, importKeyMaterial } from './import-material.ts';
import { describeKey, getPublicKey, listKeys } from './read-keys.ts';
import { scheduleKeyDeletion } from './schedule-deletion.ts';
import { explain, explained } from '../kms/refusal.ts';
import { operationNames, type OperationName, type Request } from '../model/shapes.ts';
import { check, validationText, type Checked } from '../model/validate.ts';

type Run = (endpoint: Endpoint, body: object) => Promise<Answer>;

/** What the auditor adds to a breach of the API model, so that each fault of an export has its name. */
async function diagnosis<O extends OperationName>(endpoint: Endpoint, name: O, checked: Checked<O>) {
  const { request, violations } = checked;
  if (
    'WrappingKeySpec' in request &&
    violations.some((violation) => violation.includes("at 'wrappingKeySpec'"))
  )
    return { detail: explained('wrapping-key-spec', 'KMS has no wrapping key of this spec') };
  if (name !== 'ImportKeyMaterial' || violations.length !== 1) return {};
  const findings = await diagnoseSize(endpoint, request);
  return findings.length === 0 ? {} : { detail: explain(findings), findings };
}

/** An operation behind the check of its request. */
function checked<O extends OperationName>(
  name: O,
  run: (endpoint: Endpoint, request: Request<O>) => Promise<Answer>,
): Run {
  return async (endpoint, body) => {
    const result = check(name, body);
    if (result.violations.length > 0)
      throw new KmsException('ValidationException', {
        text: validationText(result.violations),
        ...(await diagnosis(endpoint, name, result)),
      });
    return await run(endpoint, result.request);
  };
}

const operations: Readonly<Record<OperationName, Run>> = {
  CreateKey: checked('CreateKey', createKey),
  DescribeKey: checked('DescribeKey', describeKey),
  GetParametersForImport: checked('GetParametersForImport', getParametersForImport),
  ImportKeyMaterial: checked('ImportKeyMaterial', importKeyMaterial),
  DeleteImportedKeyMaterial: checked('DeleteImportedKeyMaterial', deleteImportedKeyMaterial),
  GetPublicKey: checked('GetPublicKey', getPublicKey),
  ListKeys: checked('ListKeys', listKeys),
  ScheduleKeyDeletion: checked('ScheduleKeyDeletion', scheduleKeyDeletion),
};

function isOperation(name: string): name is OperationName {
  return Object.hasOwn(operations, name);
}

/** Runs one operation on a parsed JSON body. @throws KmsException */
export async function dispatch(endpoint: Endpoint, name: OperationName, body: object): Promise<Answer> {
  return await operations[name](endpoint, body);
}

/** The operation of an `X-Amz-Target` header. @throws KmsException `UnknownOperationException` */
export function operationOf(target: string | undefined): OperationName {
  const [, name = ''] = /^TrentService\.([A-Za-z]{1,64})$/.exec(target ?? '') ?? [];
  if (isOperation(name)) return name;
  throw new KmsException('UnknownOperationException', {
    detail: `This endpoint rehearses key import: X-Amz-Target is TrentService. and one of ${operationNames.join(', ')}.`,
  });
}
