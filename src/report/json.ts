import { counter, type Amended, type Reporter } from './model.ts';
import { printableJson } from '../printable.ts';

const amendment = ({ line, entry: { id, findings } }: Amended) => ({ id, line, findings });

/** One JSON document, a result a line so that it can be read and compared as text too. */
export const json: Reporter = (kind, options) => {
  const summary = counter(kind);
  const amendments: object[] = [];
  let first = true;
  const next = (json: string) => {
    const separator = first ? '\n' : ',\n';
    first = false;
    return separator + json;
  };
  return {
    begin: () => {
      const head = {
        schema: kind.schema,
        tool: options.tool,
        ...(options.environment === undefined ? {} : { environment: options.environment }),
      };
      return `${printableJson(head).slice(0, -1)},"${kind.member}":[`;
    },
    each: (result) => {
      summary.add(result);
      return next(printableJson(result));
    },
    passOn: (json, word) => {
      summary.count(word);
      return next(json);
    },
    amend: (amended) => {
      summary.move(amended.before, amended.entry.word);
      amendments.push(amendment(amended));
      return '';
    },
    end: () => {
      const amended = options.batch === true ? `"amendments":${printableJson(amendments)},` : '';
      return `\n],${amended}"summary":${printableJson(summary.counts)}}\n`;
    },
  };
};

/** One result a line, nothing around it; amendments follow. */
export const jsonl: Reporter = () => ({
  begin: () => '',
  each: (result) => `${printableJson(result)}\n`,
  passOn: (json) => `${json}\n`,
  amend: (amended) => `${printableJson({ schema: 'kms-keywrap/amendment/1', ...amendment(amended) })}\n`,
  end: () => '',
});
