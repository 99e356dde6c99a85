// @ts-check
// The endpoint's request forms against the API model that the AWS CLI brings along: a witness of another make.
import { readFile, realpath } from 'node:fs/promises';
import { built } from '../built.mjs';

const { exceptionStatus } = await built('rehearse/model/exceptions.js');
const { operations: ours } = await built('rehearse/operations/index.js');

/** Where Debian's package keeps the model, beside its /usr/bin/aws. */
const debianModel = '/usr/lib/python3/dist-packages/awscli/botocore/data/kms/2014-11-01/service-2.json';

/** Exceptions of every AWS JSON 1.1 service, which no service's model lists. */
const common = new Set([
  'ValidationException',
  'SerializationException',
  'UnknownOperationException',
  'RequestEntityTooLargeException',
  'AccessDeniedException',
]);

/** Too long a policy has an exception of its own, so its form does not say how long that is. */
const elsewhere = new Set(['Policy: max is 131072, not undefined']);

/**
 * @param {any} ours
 * @param {any} theirs
 */
const limits = (ours, theirs) =>
  ['min', 'max'].flatMap((name) =>
    ours[name] === theirs[name] ? [] : [`${name} is ${theirs[name]}, not ${ours[name]}`],
  );

/**
 * What the model says of a field and the endpoint does not. Fields and values that came after this AWS CLI are not a difference.
 * @param {any} ours
 * @param {any} theirs
 * @param {Record<string, any>} model the shapes of the model
 * @returns {string[]}
 */
function differences(ours, theirs, model) {
  if (ours === undefined) return ['it is missing'];
  if (ours.type !== theirs.type) return [`type is ${theirs.type}`];
  if (ours.type === 'structure') return structureDifferences(ours.fields, theirs, model);
  if (ours.type === 'list')
    return [
      ...(ours.max === theirs.max ? [] : [`it has at most ${theirs.max} members`]),
      ...differences(ours.of, model[theirs.member.shape], model),
    ];
  if (theirs.enum === undefined) return limits(ours, theirs);
  const missing = theirs.enum.filter((/** @type {string} */ name) => !ours.values.includes(name));
  return missing.length === 0 ? [] : [`${missing.join(', ')} are among its values`];
}

/**
 * @param {Record<string, any>} fields
 * @param {any} theirs
 * @param {Record<string, any>} model
 * @returns {string[]}
 */
function structureDifferences(fields, { members, required = [] }, model) {
  return Object.entries(members).flatMap(([name, { shape }]) => {
    const found = differences(fields[name], model[shape], model);
    const is = fields[name]?.required ?? false;
    // What was required once may be left out later, never the other way round.
    if (is && !required.includes(name)) found.push('it is not required');
    return found.map((text) => `${name}: ${text}`);
  });
}

/**
 * @param {{ path: string }} cli
 * @param {import('./tally.mjs').Expectation} expectation
 */
export async function modelExpectations(cli, expectation) {
  if ((await realpath(cli.path)) !== '/usr/bin/aws') {
    console.log(`the API model is compared for Debian's awscli only, not for ${cli.path}`);
    return;
  }
  const { operations, shapes: model } = JSON.parse(await readFile(debianModel, 'utf8'));
  for (const [operation, { shape }] of Object.entries(ours)) {
    const theirs = operations[operation];
    if (theirs === undefined) console.log(`${operation} came after this AWS CLI`);
    else
      await expectation(`${operation} takes what the API model says`, async () => {
        const found = structureDifferences(shape, model[theirs.input.shape], model).filter(
          (text) => !elsewhere.has(text),
        );
        return found.length === 0 ? undefined : found.join('; ');
      });
  }
  await expectation('the exceptions are those of the API model', async () => {
    const later = ['DryRunOperationException', 'KMSInvalidMacException'];
    const unknown = Object.keys(exceptionStatus).filter(
      (name) => !common.has(name) && !later.includes(name) && model[name]?.exception !== true,
    );
    return unknown.length === 0 ? undefined : unknown.join(', ');
  });
}
