import { oids } from '../../tables/algorithms.ts';
import { curves, curveSpecs, type CurveSpec } from '../../tables/curves.ts';
import { SshReader } from './ssh-wire.ts';
import { readBer, type Tlv } from '../der/tlv.ts';
import { bitString, octetString, oid, unsignedInteger, withoutLeadingZeros } from '../der/values.ts';
import { isObject, parseJson } from '../text/json.ts';
import type { PublicStructure } from '../keys/facts.ts';

/** A public key in numbers, whatever held it. */
export type PublicKeyNumbers =
  /** The point in any form of SEC1, 2.3.3; `spec` where the curve is named. */
  | { readonly type: 'ec'; readonly point: Buffer; readonly spec?: CurveSpec }
  /** Magnitudes without leading zeros. */
  | { readonly type: 'rsa'; readonly n: Buffer; readonly e: Buffer };

/** The numbers of what was recognised as a public key; undefined for types and formats that are not read. */
export function publicKeyNumbers(
  content: Buffer,
  { format, point }: PublicStructure,
): PublicKeyNumbers | undefined {
  switch (format) {
    case 'spki-ec':
    case 'spki-rsa':
    case 'spki':
      return fromInfo(content, readBer(content).root);
    case 'certificate':
    case 'certificate-request':
      return fromSigned(content);
    case 'pkcs1-public':
      return fromPkcs1(content, readBer(content).root);
    case 'jwk-public':
      return fromJwk(content);
    case 'openssh-public':
    case 'ssh2-public':
      return fromSsh(content);
    case 'xml-public':
      return fromXml(content.toString('latin1'));
    case 'ec-point':
      return fromPoint(content, point);
    case 'capi-public':
      return fromCapi(content);
    case 'xpub':
      return undefined;
  }
}

/** SubjectPublicKeyInfo (RFC 5280, 4.1; RFC 5480, 2). */
function fromInfo(bytes: Buffer, info: Tlv | undefined): PublicKeyNumbers | undefined {
  const [algorithm, key] = info?.children ?? [];
  const octets = bitString(bytes, key);
  const name = oid(bytes, algorithm?.children[0]);
  if (!octets || name === undefined) return undefined;
  if (name === oids.rsaEncryption) return fromPkcs1(octets, readBer(octets).root);
  if (name !== oids.ecPublicKey) return undefined;
  const curve = oid(bytes, algorithm?.children[1]);
  const spec = curveSpecs.find((one) => curves[one].oid === curve);
  return { type: 'ec', point: octets, ...(spec ? { spec } : {}) };
}

/** The key of a certificate (RFC 5280, 4.1) or of a request for one (RFC 2986, 4.1). */
function fromSigned(bytes: Buffer): PublicKeyNumbers | undefined {
  const fields = readBer(bytes).root?.children[0]?.children ?? [];
  for (const field of fields) {
    const found = fromInfo(bytes, field);
    if (found) return found;
  }
  return undefined;
}

/** RSAPublicKey (RFC 8017, A.1.1). */
function fromPkcs1(bytes: Buffer, root: Tlv | undefined): PublicKeyNumbers | undefined {
  const [n, e] = [0, 1].map((at) => unsignedInteger(bytes, root?.children[at]));
  return n && e ? { type: 'rsa', n, e } : undefined;
}

function fromJwk(content: Buffer): PublicKeyNumbers | undefined {
  const jwk = parseJson(content.toString('utf8'));
  if (!isObject(jwk)) return undefined;
  const octets = (name: string) =>
    typeof jwk[name] === 'string' ? Buffer.from(jwk[name], 'base64url') : Buffer.alloc(0);
  if (jwk['kty'] === 'RSA')
    return { type: 'rsa', n: withoutLeadingZeros(octets('n')), e: withoutLeadingZeros(octets('e')) };
  const spec = curveSpecs.find((one) => curves[one].jwk !== undefined && curves[one].jwk === jwk['crv']);
  return jwk['kty'] === 'EC' && spec
    ? { type: 'ec', spec, point: Buffer.concat([Buffer.of(4), octets('x'), octets('y')]) }
    : undefined;
}

/** One line of OpenSSH, or the lines of RFC 4716: base64 of RFC 4253, 6.6, or of RFC 5656, 3.1. */
function fromSsh(content: Buffer): PublicKeyNumbers | undefined {
  const text = content.toString('latin1');
  const body = text.includes('---- BEGIN')
    ? text.replaceAll(/----[^\n]*----|^[^\n]*:(?:[^\n]*\\\n)*[^\n]*$/gm, '')
    : (/\bAAAA[A-Za-z0-9+/]+/.exec(text)?.[0] ?? '');
  const reader = new SshReader(Buffer.from(body, 'base64'));
  const type = reader.text();
  if (type === 'ssh-rsa') {
    const [e, n] = [reader.integer(), reader.integer()];
    return e && n ? { type: 'rsa', n, e } : undefined;
  }
  if (type?.startsWith('ecdsa-sha2-') !== true) return undefined;
  const spec = sshCurves[reader.text() ?? ''];
  const point = reader.string();
  return spec && point ? { type: 'ec', spec, point } : undefined;
}

const sshCurves: Readonly<Record<string, CurveSpec>> = {
  nistp256: 'ECC_NIST_P256',
  nistp384: 'ECC_NIST_P384',
  nistp521: 'ECC_NIST_P521',
};

/** RSAKeyValue (XML Signature, 4.5.2.2). */
function fromXml(text: string): PublicKeyNumbers | undefined {
  const [n, e] = ['Modulus', 'Exponent'].map((name) =>
    Buffer.from(new RegExp(`<${name}>([^<]*)<`).exec(text)?.[1] ?? '', 'base64'),
  );
  return n && e ? { type: 'rsa', n: withoutLeadingZeros(n), e: withoutLeadingZeros(e) } : undefined;
}

function fromPoint(content: Buffer, point: PublicStructure['point']): PublicKeyNumbers {
  const dress = point?.dress;
  const octets = dress === 'octet-string' ? octetString(content, readBer(content).root) : undefined;
  const bytes = octets ?? (dress === 'no-prefix' ? Buffer.concat([Buffer.of(4), content]) : content);
  return { type: 'ec', point: bytes, ...(point?.curve ? { spec: point.curve } : {}) };
}

/** PUBLICKEYBLOB of Windows: 8 bytes of header, `RSA1`, bits, exponent, modulus, the numbers little-endian. */
function fromCapi(content: Buffer): PublicKeyNumbers | undefined {
  if (content.length < 20) return undefined;
  const bytes = content.readUInt32LE(12) / 8;
  if (content.length < 20 + bytes) return undefined;
  const e = Buffer.alloc(4);
  e.writeUInt32BE(content.readUInt32LE(16));
  const n = Buffer.from(content.subarray(20, 20 + bytes)).reverse();
  return { type: 'rsa', n: withoutLeadingZeros(n), e: withoutLeadingZeros(e) };
}
