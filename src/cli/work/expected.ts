import { expectedMacOf } from '../../audit/expected-mac.ts';
import type { ExpectedMac } from '../../crypto/mac.ts';
import { KmsKeywrapError } from '../../errors.ts';
import type { KeySpec } from '../../tables/key-specs.ts';
import type { Context } from '../options/command.ts';
import { readBytes } from '../output/files.ts';

/** The file of `--reference` or `--expect-public-key`. @throws `ERR_USAGE` where both are given */
export function referenceFile({
  reference,
  expectPublicKey,
}: {
  readonly reference?: string | undefined;
  readonly expectPublicKey?: string | undefined;
}): string | undefined {
  if (reference !== undefined && expectPublicKey !== undefined)
    throw new KmsKeywrapError('ERR_USAGE', '--reference and --expect-public-key both name the expected key', {
      hint: 'give one of them: either may be the plaintext or the public key',
    });
  return reference ?? expectPublicKey;
}

/** @throws `ERR_USAGE` where one is given without the other, and as `expectedMacOf` */
export async function readExpectedMac(
  {
    expectMac,
    macMessage,
  }: { readonly expectMac?: string | undefined; readonly macMessage?: string | undefined },
  keySpec: KeySpec,
  context: Context,
): Promise<ExpectedMac | undefined> {
  if (expectMac === undefined && macMessage === undefined) return undefined;
  if (expectMac === undefined || macMessage === undefined)
    throw new KmsKeywrapError('ERR_USAGE', '--expect-mac and --mac-message belong together', {
      hint: 'a MAC is compared for the message that it was computed from',
    });
  return expectedMacOf(expectMac, await readBytes(macMessage, 'message of the MAC', context), keySpec);
}

interface Expected {
  readonly reference?: string | undefined;
  readonly expectPublicKey?: string | undefined;
  readonly expectMac?: string | undefined;
  readonly macMessage?: string | undefined;
}

/** The options for another service: its MAC is not compared. @throws `ERR_USAGE` where one is expected */
export function forService<Options extends Expected>(options: Options): Options {
  if (options.expectMac !== undefined || options.macMessage !== undefined)
    throw new KmsKeywrapError('ERR_USAGE', '--expect-mac is for keys of AWS KMS', {
      hint: 'give the key itself with --reference',
    });
  return { ...options, reference: referenceFile(options) };
}
