// @ts-check
// The endpoint's request forms against the API model that the AWS CLI brings along: a witness of another make.
import { readFile, realpath } from 'node:fs/promises';
import { built } from '../built.mjs';

const { exceptionStatus } = await built('rehearse/model/exceptions.js');
const { shapes } = await built('rehearse/model/shapes.js');

/** Where Debian's package keeps the model, beside its /usr/bin/aws. */
const debianModel = '/usr/lib/python3/dist-packages/awscli/botocore/data/kms/2014-11-01/service-2.json';

/** Exceptions of every AWS JSON 1.1 service, which no service's model lists. */
const common = new Set([
  'ValidationException',
  'SerializationException',
  'UnknownOperationException',
  'RequestEntityTooLargeException',
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
 * What the model says of a field and the endpoint does not. Values that came after this AWS CLI are no difference.
 * @param {any} ours
 * @param {any} theirs
 * @param {boolean} required
 * @param {Record<string, any>} model the shapes of the model
 */
function differences(ours, theirs, required, model) {
  if (ours === undefined) return ['it is missing'];
  const found = (ours.required ?? false) === required ? [] : [`required is ${required}`];
  // Tags have a form of their own, which CreateKey looks at.
  if (ours.type === 'structures' && theirs.type === 'list') return found;
  if (ours.type !== theirs.type) return [...found, `type is ${theirs.type}`];
  if (ours.type === 'list') {
    if (ours.count !== theirs.max) found.push(`it has at most ${theirs.max} members`);
    return [...found, ...limits(ours, model[theirs.member.shape])];
  }
  if (theirs.enum === undefined) return [...found, ...limits(ours, theirs)];
  const missing = theirs.enum.filter((/** @type {string} */ name) => !ours.values.includes(name));
  return missing.length === 0 ? found : [...found, `${missing.join(', ')} are among its values`];
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
  for (const [operation, ours] of Object.entries(shapes))
    await expectation(`${operation} takes what the API model says`, async () => {
      const { members, required = [] } = model[operations[operation].input.shape];
      const found = Object.entries(members)
        .flatMap(([name, { shape }]) =>
          differences(ours[name], model[shape], required.includes(name), model).map(
            (text) => `${name}: ${text}`,
          ),
        )
        .filter((text) => !elsewhere.has(text));
      return found.length === 0 ? undefined : found.join('; ');
    });
  await expectation('the exceptions are those of the API model', async () => {
    const unknown = Object.keys(exceptionStatus).filter(
      (name) => !common.has(name) && model[name]?.exception !== true,
    );
    return unknown.length === 0 ? undefined : unknown.join(', ');
  });
}
