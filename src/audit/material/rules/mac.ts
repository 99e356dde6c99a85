import { macAlgorithmOf, macOf, type ExpectedMac } from '../../../crypto/mac.ts';
import { finding, type Finding } from '../../finding.ts';
import type { MaterialFacts } from '../facts/facts.ts';
import { ofForm } from './reference.ts';

/** Other messages and keys that people compute a MAC with by mistake. */
type Slip = 'line-break-missing' | 'line-break-added' | 'hex-key' | 'base64-key';

const slips: Readonly<Record<Slip, string>> = {
  'line-break-missing': 'the expected MAC is that of the message without the line break at its end',
  'line-break-added': 'the expected MAC is that of the message with a line break after it',
  'hex-key': 'the expected MAC was computed with the hexadecimal digits of the key as text, not with the key',
  'base64-key': 'the expected MAC was computed with the base64 text of the key, not with the key',
};

/** Holds an HMAC key against the MAC that it must give. Material with a fault of its own is not compared. */
export function compareMac(
  { raw, context: { keySpec } }: MaterialFacts,
  others: readonly Finding[],
  { mac, message }: ExpectedMac,
): Finding | undefined {
  if (!raw || others.some(({ id, severity }) => severity === 'error' && !ofForm.has(id))) return undefined;
  const own = macOf(keySpec, raw, message);
  if (own === undefined || own.equals(mac)) return undefined;
  const slip = slipOf(raw, message, (key, text) => macOf(keySpec, key, text)?.equals(mac) === true);
  const name = macAlgorithmOf(keySpec)?.name ?? '';
  return finding('reference-mismatch', 'material', {
    message: slip ? slips[slip] : 'the key does not give the expected MAC',
    expected: `${name} ${mac.toString('hex').slice(0, 16)}…`,
    found: `${name} ${own.toString('hex').slice(0, 16)}…`,
    ...(slip ? { fix: 'Compute the expected MAC anew, with the bytes of key and message as they are.' } : {}),
  });
}

function slipOf(
  key: Buffer,
  message: Buffer,
  gives: (key: Buffer, message: Buffer) => boolean,
): Slip | undefined {
  const bare = Buffer.from(message.toString('latin1').replace(/\r?\n$/, ''), 'latin1');
  if (bare.length < message.length && gives(key, bare)) return 'line-break-missing';
  if (['\n', '\r\n'].some((end) => gives(key, Buffer.concat([message, Buffer.from(end)]))))
    return 'line-break-added';
  const hex = key.toString('hex');
  if ([hex, hex.toUpperCase()].some((text) => gives(Buffer.from(text), message))) return 'hex-key';
  return gives(Buffer.from(key.toString('base64')), message) ? 'base64-key' : undefined;
}
