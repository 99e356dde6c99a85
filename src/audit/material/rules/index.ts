import { content, known } from './content.ts';
import * as ec from './ec.ts';
import * as form from './format.ts';
import { grammar } from './grammar.ts';
import * as kind from './kind.ts';
import { identifier, notCanonical, pkcs8Fields } from './pkcs8.ts';
import * as rsa from './rsa.ts';
import type { MaterialRule } from './rule.ts';

/** Every rule for key material, in the order in which findings are told: from the outermost layer inwards. */
export const materialRules: readonly MaterialRule[] = [
  form.textEncoding,
  form.trailingNewline,
  form.format,
  form.notDer,
  form.rawLength,
  kind.keySpec,
  kind.keyType,
  identifier,
  grammar,
  ec.ecParameters,
  ec.ecCurves,
  ec.ecVersion,
  ec.ecScalar,
  ec.ecPublicKey,
  rsa.rsaModulus,
  rsa.rsaPrimes,
  rsa.rsaExponent,
  rsa.rsaConsistency,
  rsa.rsaWeakness,
  rsa.rsaPrivateExponent,
  known,
  form.trailingBytes,
  pkcs8Fields,
  notCanonical,
  content,
];
