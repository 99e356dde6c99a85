import type { Structure } from '../formats/keys/facts.ts';
import { isEncoding } from '../formats/text/layer.ts';
import { recognise, type Recognition } from '../formats/recognise.ts';
import { formatRow, type Format } from '../tables/formats.ts';
import { KmsKeywrapError, type ErrorCode } from '../errors.ts';

/** Which half of a wrapping key was asked for. */
export type KeyHalf = 'public' | 'private';

interface Asked {
  readonly code: ErrorCode;
  readonly what: string;
  /** What to give, where nothing better is known. */
  readonly hint: string;
}

const asked: Readonly<Record<KeyHalf, Asked>> = {
  public: {
    code: 'ERR_PUBLIC_KEY',
    what: 'wrapping public key',
    hint: 'take WrappingPublicKey.bin as GetParametersForImport gives it: DER SubjectPublicKeyInfo, decoded from base64',
  },
  private: {
    code: 'ERR_PRIVATE_KEY',
    what: 'private key',
    hint: 'take the private key as PKCS#8, DER or PEM, without a password',
  },
};

interface Found {
  readonly found: string;
  readonly hint?: string;
}

const publicHalf =
  'give the public half: openssl pkey -in KEY -pubout -outform DER -out WrappingPublicKey.bin';

/** How a wrapping key is taken out of what holds one. */
const extractions: Partial<Readonly<Record<Format, string>>> = {
  'certificate-request': 'take the public key out of it: openssl req -in REQUEST -pubkey -noout',
  'certificate': 'take the public key out of it: openssl x509 -in CERT -pubkey -noout',
  'openssh-public': 'convert it: ssh-keygen -e -m PKCS8 -f KEY.pub',
  'openssh': 'convert a copy of it: ssh-keygen -p -m PEM -f COPY',
};

/** A public key in the form that is asked for, whatever its algorithm. */
const isPublicKeyInfo = (format: Format) =>
  format === 'spki' || format === 'spki-ec' || format === 'spki-rsa';

function fromStructure(structure: Structure, half: KeyHalf): Found | undefined {
  switch (structure.form) {
    case 'encrypted':
      return {
        found: 'an encrypted private key',
        hint: 'decrypt it first: openssl pkcs8 -in KEY -out KEY.pem',
      };
    case 'public':
    case 'message':
    case 'container': {
      const { format } = structure;
      if (half === 'public' && isPublicKeyInfo(format)) return undefined;
      const hint = extractions[format];
      return { found: formatRow(format).name, ...(hint === undefined ? {} : { hint }) };
    }
    case 'jwk-oct':
      return { found: 'a symmetric JSON Web Key' };
    case 'jwk':
      return half === 'public' ? { found: 'a private JSON Web Key' } : { found: 'a JSON Web Key' };
    case 'pkcs8':
    case 'pkcs1':
    case 'sec1':
    case 'legacy':
    case 'raw-scalar':
      return half === 'public' ? { found: 'a private key', hint: publicHalf } : undefined;
  }
}

/** Text around a key that is right in itself. */
function fromLayers({ layers, content }: Recognition): Found | undefined {
  const field = layers.find(({ kind }) => kind === 'json');
  if (field?.kind === 'json')
    return {
      found: `a JSON document (field ${field.path})`,
      hint: 'wrap takes the answer of get-parameters-for-import with --parameters',
    };
  const encoding = layers.find(isEncoding);
  switch (encoding?.kind) {
    case undefined:
    case 'pkcs8':
      return undefined;
    case 'pem':
      return layers.some((layer) => layer.kind === 'unicode' && layer.encoding !== 'utf-8')
        ? { found: 'PEM in UTF-16', hint: 'convert it: iconv -f UTF-16 -t ASCII KEY > KEY.pem' }
        : { found: `PEM with the label "${encoding.label}" that does not parse` };
    case 'base64':
      return { found: 'base64 text', hint: 'decode it: openssl enc -d -base64 -A -in KEY.b64 -out KEY.bin' };
    case 'hex':
      return { found: `hex text (${content.length} bytes)`, hint: 'decode it: xxd -r -p KEY.hex KEY.bin' };
    case 'literal':
    case 'numbers':
    case 'decimal':
      return { found: `bytes as a program prints them (${content.length} bytes)` };
    case 'octet-string':
      return { found: `a DER OCTET STRING (${content.length} bytes)` };
  }
}

function fromBytes({ der }: Recognition, bytes: Buffer): Found {
  const { failure } = der;
  if (bytes[0] !== 0x30) return { found: `${bytes.length} bytes that are neither DER nor PEM` };
  const announced = failure?.kind === 'truncated' ? failure.announced : undefined;
  return announced === undefined
    ? { found: `${bytes.length} bytes of DER that hold something else, or a key that does not parse` }
    : { found: `${bytes.length} bytes of DER that are cut short (${announced} are announced)` };
}

/** The error for bytes that are not a key of the half that was asked for: what was expected, what they are, what to do. */
export function keyRefusal(bytes: Buffer, half: KeyHalf): KmsKeywrapError {
  const { code, what, hint } = asked[half];
  const seen = recognise(bytes);
  const { found, hint: better = hint } =
    bytes.length === 0
      ? { found: 'an empty file' }
      : ((seen.structure && fromStructure(seen.structure, half)) ??
        fromLayers(seen) ??
        fromBytes(seen, bytes));
  return new KmsKeywrapError(code, `expected a ${what}, found ${found}`, { hint: better });
}
