// The part of pkcs11js that is used here: the package itself is optional, and types must not need a compiler.

export type Handle = Buffer;

export interface Mechanism {
  mechanism: number;
  parameter?: Buffer | { type: number; hashAlg: number; mgf: number; source: number };
}

export interface Attribute {
  type: number;
  value?: Buffer | number | boolean | string | undefined;
}

export interface Lib {
  load(path: string): void;
  C_Initialize(options?: { libraryParameters: string }): void;
  C_Finalize(): void;
  C_GetInfo(): Record<'cryptokiVersion' | 'libraryVersion', { major: number; minor: number }>;
  C_GetSlotList(withToken: boolean): Handle[];
  C_GetMechanismList(slot: Handle): number[];
  C_GetMechanismInfo(slot: Handle, mechanism: number): { flags: number };
  C_InitToken(slot: Handle, pin: string, label: string): void;
  C_InitPIN(session: Handle, pin: string): void;
  C_SetPIN(session: Handle, before: string, after: string): void;
  C_GetTokenInfo(slot: Handle): { label: string };
  C_CloseSession(session: Handle): void;
  C_OpenSession(slot: Handle, flags: number): Handle;
  C_Login(session: Handle, user: number, pin: string): void;
  C_Logout(session: Handle): void;
  C_CreateObject(session: Handle, template: Attribute[]): Handle;
  C_GenerateKey(session: Handle, mechanism: Mechanism, template: Attribute[]): Handle;
  C_GenerateKeyPair(
    session: Handle,
    mechanism: Mechanism,
    publicKey: Attribute[],
    privateKey: Attribute[],
  ): { publicKey: Handle; privateKey: Handle };
  C_GetAttributeValue(
    session: Handle,
    object: Handle,
    template: Attribute[],
  ): { type: number; value: Buffer }[];
  C_WrapKey(session: Handle, mechanism: Mechanism, wrappingKey: Handle, key: Handle, room: Buffer): Buffer;
}

type Constant =
  | `CKA_${'CLASS' | 'ENCRYPT' | 'EC_PARAMS' | 'EC_POINT' | 'EXTRACTABLE' | 'KEY_TYPE' | 'LABEL' | 'MODULUS' | 'MODULUS_BITS' | 'PRIVATE' | 'PUBLIC_EXPONENT' | 'SENSITIVE' | 'TOKEN' | 'VALUE' | 'VALUE_LEN' | 'WRAP'}`
  | `CKF_${'RW_SESSION' | 'SERIAL_SESSION' | 'WRAP'}`
  | `CKG_MGF1_${'SHA1' | 'SHA256'}`
  | `CKK_${'AES' | 'GENERIC_SECRET' | 'RSA'}`
  | `CKM_${'AES_CBC' | 'AES_CBC_PAD' | 'AES_KEY_GEN' | 'AES_KEY_WRAP' | 'AES_KEY_WRAP_PAD' | 'EC_KEY_PAIR_GEN' | 'GENERIC_SECRET_KEY_GEN' | 'RSA_PKCS' | 'RSA_PKCS_KEY_PAIR_GEN' | 'RSA_PKCS_OAEP' | 'SHA256' | 'SHA_1'}`
  | `CKO_${'PUBLIC' | 'SECRET'}_KEY`
  | `CKU_${'SO' | 'USER'}`
  | 'CK_PARAMS_RSA_OAEP';

export type Pkcs11 = Readonly<Record<Constant, number>> & { readonly PKCS11: new () => Lib };
export type AttributeName = Extract<Constant, `CKA_${string}`>;
