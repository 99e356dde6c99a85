// @ts-check
// docs/compatibility.md from what each OpenSSL series showed. No patch level stands in it: those change by the week.
import { capabilityNames, capabilityRow } from '../dist/tables/openssl.js';

const mark = (/** @type {boolean} */ ok) => (ok ? 'yes' : '**no**');

/** @param {string[][]} rows */
function table(rows) {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const lines = rows.map(
    (row) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`,
  );
  lines.splice(1, 0, `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`);
  return lines.join('\n');
}

/** Skipped combinations counted by wrapping algorithm. */
function skippedBy(/** @type {any} */ verify) {
  const counts = new Map();
  for (const one of verify.cases)
    if (one.status === 'skipped')
      counts.set(one.wrappingAlgorithm, (counts.get(one.wrappingAlgorithm) ?? 0) + 1);
  return [...counts].map(([name, count]) => `${name} ${count}`).join(', ') || 'none';
}

/** @param {{ series: string, doctor: any, verify: any, golden: any }[]} rows */
export function compatibilityPage(rows) {
  const series = rows.map((row) => row.series);
  const capabilities = capabilityNames.map((name) => [
    capabilityRow(name).title,
    ...rows.map(({ doctor }) =>
      mark(doctor.capabilities.find((/** @type {any} */ one) => one.capability === name).ok),
    ),
    capabilityRow(name).libressl === undefined ? 'not tried' : '**no**',
  ]);
  const results = rows.map(({ series: name, doctor, verify }) => [
    name,
    `${doctor.recipes.possible} of ${doctor.recipes.all}`,
    String(verify.summary.passed),
    String(verify.summary.failed),
    String(verify.summary.skipped),
    skippedBy(verify),
  ]);
  // No counts: the vectors grow in number.
  const vectors = rows.map(({ series: name, golden: { summary } }) => [
    name,
    summary.failed > 0
      ? '**some fail**'
      : summary.skipped > 0
        ? 'all that it can do pass, the rest is skipped'
        : 'all pass',
  ]);
  const reasons = capabilityNames.flatMap((name) => {
    const row = capabilityRow(name);
    return [row.since?.reason, row.libressl]
      .filter((reason) => reason !== undefined)
      .map((reason) => `- ${row.title}: ${reason}.`);
  });
  return `# Which OpenSSL can do what

Written by \`node scripts/openssl-versions.mjs --write\` and held against the releases themselves by \`make test-openssl\`: it runs
\`doctor\`, \`verify --partition all\` and \`golden\` with each. \`doctor\` tries every capability; no version string is trusted.

## What each can do

${table([['', ...series.map((name) => `OpenSSL ${name}`), 'LibreSSL'], ...capabilities])}

LibreSSL is recognised by its own name and is not run here; its column says what is known to be missing. macOS calls LibreSSL
\`/usr/bin/openssl\`. Builds of Red Hat leave out SM2. \`--engine node\` needs no openssl at all.

Why not:

${[...new Set(reasons)].join('\n')}

## What \`verify --partition all\` gives

${table([['OpenSSL', 'recipes it can run', 'passed', 'failed', 'skipped', 'skipped, by wrapping algorithm'], ...results])}

## What \`golden\` gives

${table([['OpenSSL', 'golden vectors'], ...vectors])}

A case that is not skipped is run in full, and a combination that KMS does not support passes by being refused with the documented
reason. OpenSSL 1.1.1 and 3.0 are out of support: take 3.5 or later.
`;
}
