import { forService } from '../../audit/services/words.ts';
import { KmsKeywrapError } from '../../errors.ts';
import { quotedName } from '../../shown-name.ts';
import type { FindingId, Severity } from '../../tables/findings/index.ts';
import { serviceNames } from '../../tables/services/names.ts';
import type { ServiceRow } from '../../tables/services/types.ts';
import type { Source } from '../../tables/sources.ts';
import { catalogueEntry } from '../catalogue.ts';
import { resolveService } from './names.ts';
import { isOnMaterial, nextSteps, type NextStep } from './next-steps.ts';
import { knownRefusals, nearestRefusals, type KnownRefusal } from './refusals.ts';

export type { NextStep } from './next-steps.ts';

/** A finding that causes a refusal, in the words of the service. */
export interface Cause {
  readonly id: FindingId;
  readonly severity: Severity;
  /** One line: what is wrong. */
  readonly title: string;
  readonly fix: string;
  /** Title of the document. */
  readonly source: string;
}

/** A refusal that a service is known to give, and what causes it. */
export interface Explanation {
  /** Name of the service, as `--service` takes it. */
  readonly service: string;
  /** Other services that say the same for the same reasons. */
  readonly alsoSaidBy: readonly string[];
  /** The words by which it was recognised; N stands for a number. */
  readonly text: string;
  readonly meaning: string;
  readonly source: Source;
  /** The most likely first; empty where the bytes of the blob are not the reason. */
  readonly causes: readonly Cause[];
  readonly next: readonly NextStep[];
}

function causeFor(id: FindingId, row: ServiceRow): Cause[] {
  const { severity, title, fix, source } = catalogueEntry(id);
  const plain = {
    id,
    severity,
    at: isOnMaterial(id) ? 'material' : 'blob',
    message: title,
    fix,
    source: source.title,
  };
  const isAws = row.name === 'aws' || row.name === 'aws-cn';
  const said = isAws ? plain : forService(plain, row);
  return said === undefined
    ? []
    : [{ id, severity: said.severity, title: said.message, fix: said.fix, source: said.source }];
}

const isSame = ({ saying: one }: KnownRefusal, { saying: other }: KnownRefusal) =>
  one.text === other.text && one.causes.join(' ') === other.causes.join(' ');

/** Findings that a text names itself, as the refusals of a rehearsal do: `[oaep-hash] …`. */
const namedIn = (text: string): readonly string[] =>
  Array.from(text.matchAll(/\[([a-z0-9-]{1,40})\]/g), ([, id = '']) => id);

function explained(known: KnownRefusal, all: readonly KnownRefusal[], text: string): Explanation {
  const { row, saying } = known;
  const named = namedIn(text);
  const first = saying.causes.filter((id) => named.includes(id));
  const ids = [...first, ...saying.causes.filter((id) => !first.includes(id))];
  return {
    service: row.name,
    alsoSaidBy: all.filter((one) => one !== known && isSame(one, known)).map((one) => one.row.name),
    text: saying.text,
    meaning: saying.meaning,
    source: saying.source,
    causes: ids.flatMap((id) => causeFor(id, row)),
    next: nextSteps(row, ids),
  };
}

const quote = ({ row, saying }: KnownRefusal) => `"${saying.text}" (${row.title})`;

function unknown(text: string, rows: readonly ServiceRow[]): KmsKeywrapError {
  const [only] = rows;
  const isSilent = rows.length === 1 && only !== undefined && only.says.length === 0;
  if (isSilent) {
    const [look] = nextSteps(only, ['oaep-hash']);
    return new KmsKeywrapError(
      'ERR_USAGE',
      `the texts of the refusals of ${only.title} are not documented, so none is known`,
      { hint: `${look?.command} names what can be seen of the blob` },
    );
  }
  const near = nearestRefusals(text, rows);
  const distinct = near.filter((one, at) => near.findIndex((other) => isSame(one, other)) === at);
  return new KmsKeywrapError('ERR_USAGE', `${quotedName(text)} is not a refusal that is known`, {
    hint:
      distinct.length === 0
        ? '`kms-keywrap explain` without a text lists those that are known'
        : `the nearest that are known: ${distinct.slice(0, 3).map(quote).join(', ')}`,
  });
}

const rowsOf = (service: string | undefined): readonly ServiceRow[] =>
  service === undefined ? serviceNames.map(resolveService) : [resolveService(service)];

const explainedAll = (known: readonly KnownRefusal[], text: string): readonly Explanation[] =>
  known
    .filter((one, at) => known.findIndex((other) => isSame(one, other)) === at)
    .map((one) => explained(one, known, text));

export interface ExplainInput {
  /** The refusal, with whatever the client printed around it. */
  readonly text: string;
  /** Name of a service; every one of them without it. */
  readonly service?: string | undefined;
}

/**
 * The findings that cause a refusal of a service, the most likely first, and what to run next.
 * @throws KmsKeywrapError `ERR_USAGE`: a service or a text that is not known, with the nearest ones
 */
export function explain({ text, service }: ExplainInput): readonly Explanation[] {
  const rows = rowsOf(service);
  const known = knownRefusals(text, rows);
  if (known.length === 0) throw unknown(text, rows);
  return explainedAll(known, text);
}

/** Every refusal that is known. @throws KmsKeywrapError `ERR_USAGE`: a service that is not known, or without known refusals */
export function everyRefusal(service: string | undefined): readonly Explanation[] {
  const rows = rowsOf(service);
  const known = rows.flatMap((row) => row.says.map((saying) => ({ row, saying })));
  if (known.length === 0) throw unknown('', rows);
  return explainedAll(known, '');
}
