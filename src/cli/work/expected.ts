import { expectedMacOf } from '../../api/expected-mac.ts';
import type { ExpectedMac } from '../../crypto/mac.ts';
import { KmsKeywrapError } from '../../errors.ts';
import type { KeySpec } from '../../tables/key-specs.ts';
import type { Context } from '../options/command.ts';
import { readBytes } from '../output/files.ts';

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
