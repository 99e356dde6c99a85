import { createPrivateKey, createPublicKey } from 'node:crypto';
import { lintMaterial, type MaterialLint } from '../audit/material/lint.ts';
import { generationRecipe } from '../recipe/generation.ts';
import { runRecipe, type RunContext } from '../run/recipe.ts';
import { isRaw } from '../tables/key-specs.ts';
import type { CombinationRows } from '../tables/support.ts';

/** What key material depends on. */
export type MaterialKind = Pick<CombinationRows, 'keySpec' | 'partition'>;

/** `aws/RSA_2048` */
export const materialName = ({ partition, keySpec }: MaterialKind): string => `${partition}/${keySpec.name}`;

/** Key material, and what the checks of a case ask of it. */
export interface ExaminedMaterial {
  readonly bytes: Buffer;
  readonly lint: MaterialLint;
  /** SubjectPublicKeyInfo, DER; undefined where the bytes are not PKCS#8. */
  readonly publicKey: Buffer | undefined;
}

function publicKeyOf(pkcs8: Buffer): Buffer | undefined {
  try {
    const key = createPrivateKey({ key: pkcs8, format: 'der', type: 'pkcs8' });
    return createPublicKey(key).export({ format: 'der', type: 'spki' });
  } catch {
    return undefined;
  }
}

export const examine = (bytes: Buffer, kind: MaterialKind): ExaminedMaterial => ({
  bytes,
  lint: lintMaterial(bytes, { keySpec: kind.keySpec.name, partition: kind.partition }),
  publicKey: isRaw(kind.keySpec) ? undefined : publicKeyOf(bytes),
});

async function generate({ keySpec, partition }: MaterialKind, context: RunContext): Promise<Buffer> {
  const recipe = generationRecipe(keySpec, partition);
  const files = await runRecipe(recipe, {}, context);
  return files[recipe.result] as Buffer;
}

/** Key material of one round by the documented commands: each kind made once, when it is first asked for. */
export interface Materials {
  readonly of: (kind: MaterialKind) => Promise<ExaminedMaterial>;
  /** Overwrites it all with zeros. */
  readonly forget: () => void;
}

export function materials(context: RunContext): Materials {
  const made = new Map<string, Promise<ExaminedMaterial>>();
  const bytes: Buffer[] = [];
  const make = async (kind: MaterialKind) => {
    const material = await generate(kind, context);
    bytes.push(material);
    return examine(material, kind);
  };
  return {
    of: (kind) => {
      const name = materialName(kind);
      const material = made.get(name) ?? make(kind);
      made.set(name, material);
      return material;
    },
    forget: () => bytes.forEach((one) => one.fill(0)),
  };
}
