import { cell, table } from './page-table.ts';
import { keysOf, materialSupport, services } from '../tables/services/index.ts';
import { serviceNames } from '../tables/services/names.ts';
import type {
  AlsoForm,
  Delivery,
  EnvelopeName,
  Inner,
  Material,
  ServiceRow,
  Wrapping,
} from '../tables/services/types.ts';
import type { Source } from '../tables/sources.ts';

const envelopes: Record<EnvelopeName, string> = {
  'binary': 'binary, without an envelope',
  'base64': 'standard base64',
  'byok': 'a `.byok` file: JSON with the blob in base64url',
  'oci-json': 'JSON with the blob in base64',
  'two-fields': 'two fields in base64: the encrypted AES key, and the wrapped key material',
  'ibm-json': 'JSON with a nonce encrypted under the key',
  'hex': 'upper-case hexadecimal',
};

const deliveries: Record<Delivery, string> = {
  'der': 'DER',
  'pem': 'PEM',
  'base64-der': 'base64 of DER',
  'jwk': 'JWK',
  'json-pem': 'PEM in JSON',
  'base64-pem': 'base64 of PEM',
  'certificate': 'certificate',
};

const alsoForms: Record<AlsoForm, string> = {
  'rsa-pss': 'PKCS#8 with id-RSASSA-PSS',
  'nss-ed25519': 'Ed25519 in an EC PKCS#8 (NSS)',
};

const inners: Record<Inner, string> = {
  'none': 'the key material itself',
  'kwp': 'a 32-byte AES key, and the key material under AES key wrap with padding (RFC 5649)',
  'aes-256-ecb': 'a 32-byte AES key, and the key material under AES-256-ECB',
  'sm4-ecb': 'an SM4 key, and the key material under SM4-ECB',
  'sm4-kwp': 'an SM4 key, and the key material under SM4 key wrap with padding',
};

const code = (text: string) => `\`${text}\``;
const link = ({ title, url }: Source) => `[${title}](${url})`;

function outside({ scheme, inner }: Wrapping): string {
  const by =
    'hash' in scheme
      ? `RSAES-OAEP, hash and MGF1 hash ${scheme.hash}`
      : scheme.scheme === 'sm2pke'
        ? 'SM2'
        : 'PKCS#1 v1.5';
  return `${by}, of ${inners[inner]}`;
}

function bytesOf({ lengths, also }: Material): string {
  if (lengths === undefined)
    return ['PKCS#8 DER', ...also.map((form) => `also ${alsoForms[form]}`)].join('; ');
  return 'least' in lengths ? `${lengths.least} to ${lengths.most} bytes` : `${lengths.join(' or ')} bytes`;
}

function supportOf(row: ServiceRow, material: Material): string {
  const { status, reason, sources } = materialSupport(row, material);
  const [source] = sources;
  if (status === 'supported' || reason === undefined) return status;
  return `${status}: ${reason}${source === undefined ? '' : ` (${link(source)})`}`;
}

const wrappingTable = (row: ServiceRow) =>
  table(
    [row.words.wrappingAlgorithm, 'what is encrypted', 'wrapping key'],
    row.wrappings
      .filter(({ use }) => use === 'import')
      .map((wrapping) => [
        code(wrapping.name),
        cell(wrapping.outOfReach ?? outside(wrapping)),
        keysOf(row, wrapping)
          .map(({ name }) => code(name))
          .join(', '),
      ]),
  );

const materialTable = (row: ServiceRow) =>
  table(
    [row.words.keySpec, 'key material', 'import'],
    row.materials.map((material) => [
      code(material.name),
      cell(bytesOf(material)),
      cell(supportOf(row, material)),
    ]),
  );

/** The wrapping and the key of the example: the ones meant where none is named, and the first that can be imported. */
function example(row: ServiceRow) {
  const wrapping = row.wrappings.find(({ name }) => name === row.defaultWrapping) ?? row.wrappings[0];
  const material = row.materials.find(
    (one) => one.row.kind === 'ec' && materialSupport(row, one).status === 'supported',
  );
  return wrapping && material && { wrapping, material };
}

function commandsOf(row: ServiceRow): string[] {
  const chosen = example(row);
  if (chosen === undefined) return [];
  const { wrapping, material } = chosen;
  const { by, fetch, generate, wrap, upload, files } = row.commands;
  const asked = `--service ${row.name} --wrapping-algorithm ${wrapping.name}`;
  const whose =
    by === 'documented'
      ? "The service's own documentation prints these commands."
      : 'The service documents no commands of openssl: those that wrap are written by this project.';
  const lines = [
    ...fetch(wrapping),
    ...(generate?.(material) ?? [
      `kms-keywrap generate ${material.name} --service ${row.name} --out ${files.material}`,
    ]),
    ...wrap(wrapping, material),
    ...upload(material, wrapping),
  ];
  // The envelope names the wrapping key, which a PEM does not.
  const keyId = row.envelope === 'byok' ? ' --key-id "$KID"' : '';
  const checks = [
    `kms-keywrap wrap --in ${files.material} --public-key ${files.publicKey} --key-spec ${material.name} ${asked}${keyId} --out ${files.blob}`,
    `kms-keywrap audit ${files.blob} --public-key ${files.publicKey} --key-spec ${material.name} ${asked}`,
  ];
  return [
    '## The whole way',
    `An example: ${code(material.name)} by ${code(wrapping.name)}. ${whose} \`kms-keywrap recipe\` prints them for every other combination.`,
    `\`\`\`text\n${lines.join('\n')}\n\`\`\``,
    '`kms-keywrap` does the wrapping in one command, which checks the result, and audits a blob before it is uploaded:',
    `\`\`\`text\n${checks.join('\n')}\n\`\`\``,
  ];
}

const refusals = ({ says }: ServiceRow) =>
  says.length === 0
    ? 'The service documents no text of a refusal.'
    : table(
        ['text', 'meaning', 'causes, the likeliest first', 'source'],
        says.map(({ text, meaning, causes, source }) => [
          code(cell(text)),
          cell(meaning),
          causes.map((id) => `[${id}](../findings/${id}.md)`).join(', '),
          link(source),
        ]),
      );

function servicePage(row: ServiceRow): string {
  const { uploadBytes } = row.limits;
  const delivered = new Set(row.wrappingKeys.flatMap(({ delivery }) => delivery));
  return [
    `# ${row.title}`,
    `How ${row.words.service} imports keys, as \`--service ${row.name}\` knows it. Tested: ${row.tested}.`,
    ...(row.unsure.length === 0 ? [] : ['Not confirmed:', row.unsure.map((one) => `- ${one}.`).join('\n')]),
    `## By ${row.words.wrappingAlgorithm}`,
    wrappingTable(row),
    `The wrapping key is handed out as ${[...delivered].map((form) => deliveries[form]).join(' or ')}. What is uploaded: ${envelopes[row.envelope]}${uploadBytes === undefined ? '' : `; at most ${uploadBytes} bytes`}.`,
    `## By ${row.words.keySpec}`,
    materialTable(row),
    ...commandsOf(row),
    '## What a refusal means',
    `\`kms-keywrap explain "TEXT" --service ${row.name}\` says it with what to run next.`,
    refusals(row),
    '## Sources',
    [...new Map(Object.values(row.sources).map((source) => [source.url, source])).values()]
      .map((source) => `- ${link(source)}`)
      .join('\n'),
    '<!-- Made from src/tables/services by scripts/docs.mjs; change it there. -->\n',
  ].join('\n\n');
}

/** docs/services, a page for each service beside AWS KMS, by file name. */
export const servicePages = (): ReadonlyMap<string, string> =>
  new Map(
    serviceNames
      .map((name): ServiceRow => services[name])
      .filter(({ name }) => name !== 'aws' && name !== 'aws-cn')
      .map((row) => [`${row.name}.md`, servicePage(row)]),
  );
