import { pkcs11, type Pkcs11Name } from '../../tables/pkcs11.ts';
import type { Attribute, Binding, Handle, Library, Mechanism } from './binding.ts';

/** A session on a token, and what the token can do. */
export interface Token {
  readonly library: Library;
  readonly session: Handle;
  readonly mechanisms: ReadonlySet<number>;
  readonly oaep: (hash: 'sha1' | 'sha256') => Mechanism;
}

type Attributes = Partial<Record<Extract<Pkcs11Name, `CKA_${string}`>, Attribute['value']>>;

/** A template from names and values. */
export const template = (attributes: Attributes): Attribute[] =>
  Object.entries(attributes).map(([name, value]) => ({
    type: pkcs11[name as Pkcs11Name],
    ...(value === undefined ? {} : { value }),
  }));

/** What every object here is: of this session alone, readable, exportable. */
export const readable = {
  CKA_TOKEN: false,
  CKA_PRIVATE: false,
  CKA_SENSITIVE: false,
  CKA_EXTRACTABLE: true,
} as const satisfies Attributes;

/** Hash and mask generation of the same hash, no label. */
const oaepWith =
  ({ CK_PARAMS_RSA_OAEP }: Binding) =>
  (hash: 'sha1' | 'sha256'): Mechanism => ({
    mechanism: pkcs11.CKM_RSA_PKCS_OAEP,
    parameter: {
      type: CK_PARAMS_RSA_OAEP,
      hashAlg: hash === 'sha1' ? pkcs11.CKM_SHA_1 : pkcs11.CKM_SHA256,
      mgf: hash === 'sha1' ? pkcs11.CKG_MGF1_SHA1 : pkcs11.CKG_MGF1_SHA256,
      source: pkcs11.CKZ_DATA_SPECIFIED,
    },
  });

export interface TokenChoice {
  readonly module: string;
  /** The token's label; the first one when absent. */
  readonly label?: string | undefined;
  /** The user's PIN; no login when absent. */
  readonly pin?: string | undefined;
  /** NSS takes its folder and flags here. */
  readonly parameters?: string | undefined;
}

/** Opens a session. @throws Error of pkcs11js, `CKR_…`, or one that says what tokens there are */
export function openToken(binding: Binding, { module, label, pin, parameters }: TokenChoice): Token {
  const library = new binding.PKCS11();
  library.load(module);
  library.C_Initialize(parameters === undefined ? undefined : { libraryParameters: parameters });
  const slots = library.C_GetSlotList(true);
  // Filled up to 32 characters: with blanks, says the standard, and with zeros by some.
  const labels = slots.map((slot) => library.C_GetTokenInfo(slot).label.replace(/[\0 ]+$/, ''));
  const at = label === undefined ? 0 : labels.indexOf(label);
  const slot = slots[at];
  if (slot === undefined)
    throw new Error(
      `no token ${label === undefined ? '' : `with the label ${label} `}in ${module}; found: ${labels.join(', ') || 'none'}`,
    );
  const session = library.C_OpenSession(slot, pkcs11.CKF_SERIAL_SESSION | pkcs11.CKF_RW_SESSION);
  if (pin !== undefined) library.C_Login(session, pkcs11.CKU_USER, pin);
  return { library, session, mechanisms: new Set(library.C_GetMechanismList(slot)), oaep: oaepWith(binding) };
}
