import type { RsaKeyFacts } from '../keys/facts.ts';
import { rsaKeyOf } from '../keys/rsa-key-of.ts';

/** RSAKeyValue with its private members, as `ToXmlString(true)` of .NET writes it. */
export function readXmlKey(text: string): RsaKeyFacts {
  const member = (name: string): Buffer | undefined => {
    const start = text.indexOf(`<${name}>`);
    const end = start < 0 ? -1 : text.indexOf(`</${name}>`, start);
    return end < 0 ? undefined : Buffer.from(text.slice(start + name.length + 2, end), 'base64');
  };
  const [n, e, d, p, q] = ['Modulus', 'Exponent', 'D', 'P', 'Q'].map(member);
  const [dp, dq, qInv] = ['DP', 'DQ', 'InverseQ'].map(member);
  return rsaKeyOf({ n, e, d, p, q, dp, dq, qInv });
}
