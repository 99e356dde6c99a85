import { createHash } from 'node:crypto';
import { keySpecNames, keySpecRow, type KeySpecRow } from '../../src/tables/key-specs.ts';
import { partitions } from '../../src/tables/partitions.ts';
import { support } from '../../src/tables/support.ts';
import { algorithmsInUse, wrappingKeySpecNames, type WrappingAlgorithm } from '../../src/tables/wrapping.ts';
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
    const takenBy = ({ name: keySpec }: KeySpecRow) =>
      algorithmsInUse.filter(({ name: wrappingAlgorithm }) =>
        wrappingKeySpecNames.some(
          (wrappingKeySpec) =>
            support({ partition, keySpec, wrappingAlgorithm, wrappingKeySpec }).status !== 'unsupported',
        ),
      );
    const specs = keySpecNames.map(keySpecRow).filter((keySpec) => takenBy(keySpec).length > 0);
    return [
      ...algorithmsInUse.map((wrappingAlgorithm) => ({ partition, wrappingAlgorithm, flavour })),
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
      title: [keySpec?.name, wrappingAlgorithm?.name, partition]
        .filter((word) => word !== undefined)
        .join(' '),
      text,
      flavour,
      wrappingAlgorithm: wrappingAlgorithm?.name,
      material: keySpec === undefined ? 'PlaintextKeyMaterial.bin' : keySpec.fileName,
      generates: keySpec !== undefined,
    });
  }
  return [...seen.values()];
}
