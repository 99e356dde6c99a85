import { createRequire } from 'node:module';
import path from 'node:path';
import { KmsKeywrapError } from '../../errors.ts';

/** The part of pkcs11js that is used here. The package is not a dependency: npm compiles it, so whoever has a token installs it. */
export type Handle = Buffer;

export interface Mechanism {
  readonly mechanism: number;
  readonly parameter?:
    | Buffer
    | {
        readonly type: number;
        readonly hashAlg: number;
        readonly mgf: number;
        readonly source: number;
      };
}

export interface Attribute {
  readonly type: number;
  readonly value?: Buffer | number | boolean;
}

export interface Library {
  load(path: string): void;
  C_Initialize(options?: object): void;
  C_Finalize(): void;
  C_GetSlotList(withToken: boolean): Handle[];
  C_GetTokenInfo(slot: Handle): { readonly label: string };
  C_GetMechanismList(slot: Handle): number[];
  C_OpenSession(slot: Handle, flags: number): Handle;
  C_Login(session: Handle, user: number, pin: string): void;
  C_CreateObject(session: Handle, template: readonly Attribute[]): Handle;
  C_GenerateKey(session: Handle, mechanism: Mechanism, template: readonly Attribute[]): Handle;
  C_GetAttributeValue(
    session: Handle,
    object: Handle,
    template: readonly Attribute[],
  ): { readonly value: Buffer }[];
  C_WrapKey(session: Handle, mechanism: Mechanism, under: Handle, key: Handle, room: Buffer): Buffer;
  C_UnwrapKey(
    session: Handle,
    mechanism: Mechanism,
    under: Handle,
    wrapped: Buffer,
    template: readonly Attribute[],
  ): Handle;
}

export interface Binding {
  readonly PKCS11: new () => Library;
  /** Tells pkcs11js how to read the parameters of OAEP. */
  readonly CK_PARAMS_RSA_OAEP: number;
}

/** Path of pkcs11js as seen from one of the folders. @throws KmsKeywrapError `ERR_ENVIRONMENT` when it is not installed */
export function findBinding(folders: readonly string[]): string {
  for (const folder of folders)
    try {
      return createRequire(path.join(folder, 'from-here.js')).resolve('pkcs11js');
    } catch {
      // Looked for in the next folder.
    }
  throw new KmsKeywrapError(
    'ERR_ENVIRONMENT',
    'pkcs11js is not installed: node speaks to tokens through it',
    {
      hint: `Run "npm install pkcs11js" in this folder (npm compiles it: that needs a C++ compiler, make and Python), or name the folder that has it in node_modules by KMS_KEYWRAP_PKCS11JS.`,
    },
  );
}
