import type { Finding } from '../../audit/finding.ts';
import { KmsException } from '../model/exceptions.ts';
import type { Request, Shape } from '../model/fields.ts';
import { check, validationText, type Checked } from '../model/validate.ts';
import type { Answer, Call } from './call.ts';

/** What the auditor adds to a breach of the API model, so that each fault of an export has its name. */
export interface Diagnosis {
  readonly detail?: string;
  readonly findings?: readonly Finding[];
}

/** An operation: the form of its request, and what runs after the check of that. */
export interface Operation {
  readonly shape: Shape;
  /** Runs on a parsed JSON body. @throws KmsException */
  readonly run: (call: Call, body: object) => Promise<Answer>;
}

/** Binds the form of a request to what runs on it. */
export function operation<const S extends Shape>(
  shape: S,
  run: (call: Call, request: Request<S>) => Answer | Promise<Answer>,
  diagnose?: (call: Call, checked: Checked<S>) => Diagnosis | Promise<Diagnosis>,
): Operation {
  return {
    shape,
    run: async (call, body) => {
      const checked = check(shape, body);
      if (checked.violations.length > 0)
        throw new KmsException('ValidationException', {
          text: validationText(checked.violations),
          ...(await diagnose?.(call, checked)),
        });
      return await run(call, checked.request);
    },
  };
}
