import { createHash } from 'node:crypto';
import { keySpecNames, keySpecRow } from '../../src/tables/key-specs.ts';
import { partitions } from '../../src/tables/partitions.ts';
import { support } from '../../src/tables/support.ts';
import {
  wrappingAlgorithmNames,
  wrappingKeySpecNames,
  type WrappingAlgorithm,
} from '../../src/tables/wrapping.ts';
import { hasFlavour, recipeScript, type Flavour, type ScriptRequest } from '../../src/recipe/script.ts';

/** A script that `recipe` prints for some request, and the files that it has to leave. */
export interface PrintedScript {
  readonly title: string;
  readonly text: string;
  readonly flavour: Flavour;
  readonly wrappingAlgorithm: WrappingAlgorithm | undefined;
  /** The plaintext key material, made by the script or given to it. */
  readonly material: string;
  readonly generates: boolean;
}

function requests(flavour: Flavour): ScriptRequest[] {
  return partitions.flatMap((partition) => {
    const algorithms = wrappingAlgorithmNames.filter((name) => name !== 'RSAES_PKCS1_V1_5');
    const takenBy = (keySpec: (typeof keySpecNames)[number]) =>
      algorithms.filter((wrappingAlgorithm) =>
        wrappingKeySpecNames.some(
          (wrappingKeySpec) =>
            support({ partition, keySpec, wrappingAlgorithm, wrappingKeySpec }).status !== 'unsupported',
        ),
      );
    const specs = keySpecNames.filter((keySpec) => takenBy(keySpec).length > 0);
    return [
      ...algorithms.map((wrappingAlgorithm) => ({ partition, wrappingAlgorithm, flavour })),
      ...specs.map((keySpec) => ({ partition, keySpec, flavour })),
      ...specs.flatMap((keySpec) =>
        takenBy(keySpec).map((wrappingAlgorithm) => ({ partition, keySpec, wrappingAlgorithm, flavour })),
      ),
    ];
  });
}

/** Every script that `recipe` prints in a flavour, each distinct text once. */
export function distinctScripts(flavour: Flavour): PrintedScript[] {
  const seen = new Map<string, PrintedScript>();
  for (const request of requests(flavour)) {
    const { keySpec, wrappingAlgorithm, partition } = request;
    if (!hasFlavour(request)) continue;
    const text = recipeScript(request);
    const digest = createHash('sha256').update(text).digest('hex');
    if (seen.has(digest)) continue;
    seen.set(digest, {
      title: [keySpec, wrappingAlgorithm, partition].filter((word) => word !== undefined).join(' '),
      text,
      flavour,
      wrappingAlgorithm,
      material: keySpec === undefined ? 'PlaintextKeyMaterial.bin' : keySpecRow(keySpec).fileName,
      generates: keySpec !== undefined,
    });
  }
  return [...seen.values()];
}
