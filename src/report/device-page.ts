import { devicePageIntroduction } from './device-page-text.ts';
import { cell, table } from './page-table.ts';
import { deviceNames, deviceRow, type DeviceRow } from '../tables/devices/index.ts';
import type { Limit, Way } from '../tables/devices/device.ts';
import { mechanismRows, type MechanismRow } from '../tables/devices/mechanisms.ts';
import { namesOf } from '../tables/named.ts';

const mechanismNumber = ({ number }: MechanismRow) =>
  number === undefined ? 'not published' : `\`0x${number.toString(16).toUpperCase().padStart(8, '0')}\``;

const mechanismTable = () =>
  table(
    ['number', 'name', 'what comes out', 'for KMS'],
    mechanismRows.map((row) => [
      mechanismNumber(row),
      `\`${row.name}\`${row.vendor === undefined ? '' : ` (${row.vendor})`}`,
      cell(row.output),
      cell(row.forKms),
    ]),
  );

function wayText(way: Way): string {
  switch (way.by) {
    case 'none':
      return `no: ${way.reason}`;
    case 'commands':
      return "the device's own commands";
    case 'pkcs11':
      return way.keyWrap === undefined
        ? '`CKM_RSA_PKCS_OAEP`'
        : `\`CKM_RSA_PKCS_OAEP\` of an AES key, \`${way.keyWrap}\` under it`;
  }
}

const limitText = ({ keySpecs, algorithms, effect, reason }: Limit) =>
  `- ${keySpecs.map((name) => `\`${name}\``).join(', ')} under ${algorithms.map((name) => `\`${name}\``).join(', ')}: ${effect === 'refused' ? 'refused' : `\`${effect}\``}; ${reason}.`;

function deviceSection(row: DeviceRow): string {
  const { name, title, evidence, sources, exports, limits, watch, module } = row;
  const seen =
    evidence.kind === 'run'
      ? `Seen with version ${evidence.version}: \`make test-hsm\` runs the commands of \`kms-keywrap recipe --device ${name}\`, and \`golden/exports/${name}\` holds what the token exported.`
      : `From documents; not run. \`kms-keywrap recipe --device ${name}\` prints the commands.`;
  const algorithms = table(
    ['wrapping algorithm', 'how'],
    namesOf(exports).map((algorithm) => [`\`${algorithm}\``, cell(wayText(exports[algorithm]))]),
  );
  return [
    `### ${title}`,
    seen,
    ...(module === undefined ? [] : [`Module: \`${module.path}\`.`]),
    algorithms,
    ...(limits.length === 0 ? [] : [limits.map(limitText).join('\n')]),
    ...(watch.length === 0 ? [] : [watch.map((sentence) => `- ${sentence}`).join('\n')]),
    ...(sources.length === 0
      ? []
      : [`Sources: ${sources.map(({ title: document, url }) => `[${document}](${url})`).join(', ')}.`]),
  ].join('\n\n');
}

/** docs/devices.md, from the rows of the device table. */
export const devicePage = () =>
  [
    '# Exporting from an HSM',
    devicePageIntroduction,
    '## Mechanisms',
    mechanismTable(),
    '## Devices',
    ...deviceNames.map((name) => deviceSection(deviceRow(name))),
    '<!-- Made from src/tables/devices by scripts/docs.mjs; change it there. -->\n',
  ].join('\n\n');
