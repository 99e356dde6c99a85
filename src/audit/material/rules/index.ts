import { content } from './content.ts';
import { ecCurves } from './ec-curves.ts';
import { ecParameters } from './ec-parameters.ts';
import { ecPublicKey } from './ec-public-key.ts';
import { ecScalar } from './ec-scalar.ts';
import { ecVersion } from './ec-version.ts';
import { format } from './format.ts';
import { grammar } from './grammar.ts';
import { keySpec } from './key-spec.ts';
import { keyType } from './key-type.ts';
import { known } from './known.ts';
import { notCanonical } from './not-canonical.ts';
import { notDer } from './not-der.ts';
import { pkcs8Fields } from './pkcs8.ts';
import { rawLength } from './raw-length.ts';
import { rsaConsistency } from './rsa-consistency.ts';
import { rsaExponent } from './rsa-exponent.ts';
import { rsaModulus } from './rsa-modulus.ts';
import { rsaPrimes } from './rsa-primes.ts';
import { rsaPrivateExponent } from './rsa-private-exponent.ts';
import { rsaWeakness } from './rsa-weakness.ts';
import type { MaterialRule } from './rule.ts';
import { textEncoding } from './text-encoding.ts';
import { trailingBytes } from './trailing-bytes.ts';
import { trailingNewline } from './trailing-newline.ts';

/** Every rule for key material, in the order in which findings are told: from the outermost layer inwards. */
export const materialRules: readonly MaterialRule[] = [
  textEncoding,
  trailingNewline,
  format,
  notDer,
  rawLength,
  keySpec,
  keyType,
  grammar,
  ecParameters,
  ecCurves,
  ecVersion,
  ecScalar,
  ecPublicKey,
  rsaModulus,
  rsaPrimes,
  rsaExponent,
  rsaConsistency,
  rsaWeakness,
  rsaPrivateExponent,
  known,
  trailingBytes,
  pkcs8Fields,
  notCanonical,
  content,
];
