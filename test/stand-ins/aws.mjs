#!/usr/bin/env node
// Stands in for the AWS CLI, which a bare machine does not have: sends `aws kms OPERATION --name value …` to the endpoint, and prints
// what --query names. make test-aws runs the same script with the real one.
import { readFileSync, writeSync } from 'node:fs';

if (process.argv[2] === '--version') {
  console.log(process.env['STAND_IN_VERSION'] ?? 'aws-cli/2.27.30 Python/3.13.4');
  process.exit(0);
}
const [, operation = '', ...words] = process.argv.slice(2);
const pascal = (/** @type {string} */ text) =>
  text.replaceAll(/(?:^|-)([a-z])/g, (_, letter) => letter.toUpperCase());
const options = new Map();
for (let at = 0; at < words.length; at += 2) options.set(words[at]?.slice(2), words[at + 1] ?? '');
const own = new Set(['query', 'output', 'region', 'endpoint-url']);
/** @param {string} name @param {string} value */
const typed = (name, value) => {
  if (value.startsWith('fileb://')) return readFileSync(value.slice(8)).toString('base64');
  return name === 'valid-to' ? Date.parse(value) / 1000 : value;
};
const body = Object.fromEntries(
  [...options].filter(([name]) => !own.has(name)).map(([name, value]) => [pascal(name), typed(name, value)]),
);
// What KMS does, and an endpoint does not do by itself.
const denied = (process.env['STAND_IN_DENIES'] ?? '').split(',');
const response = denied.includes(operation)
  ? undefined
  : await fetch(options.get('endpoint-url') ?? process.env['AWS_ENDPOINT_URL_KMS'] ?? '', {
      method: 'POST',
      headers: {
        'Content-Type': 'application/x-amz-json-1.1',
        'X-Amz-Target': `TrentService.${pascal(operation)}`,
      },
      body: JSON.stringify(body),
    });
const answer =
  response === undefined
    ? { __type: 'AccessDeniedException', message: 'denied' }
    : JSON.parse((await response.text()) || '{}');
if (response?.status !== 200) {
  writeSync(
    2,
    `\nAn error occurred (${answer.__type}) when calling the ${pascal(operation)} operation: ${answer.message}\n`,
  );
  process.exit(254);
}
const query = options.get('query');
let shown =
  query === undefined
    ? answer
    : query
        .split('.')
        .reduce((/** @type {any} */ value, /** @type {string} */ name) => value?.[name], answer);
// The state follows the import by as many calls as are said.
if (query === 'KeyMetadata.KeyState' && process.env['STAND_IN_PENDING']) {
  const { appendFileSync } = await import('node:fs');
  const file = process.env['STAND_IN_PENDING'];
  appendFileSync(file, '.');
  if (readFileSync(file).length < 3) shown = 'PendingImport';
}
writeSync(1, options.get('output') === 'text' ? `${shown}\n` : `${JSON.stringify(shown)}\n`);
