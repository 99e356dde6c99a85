import { extname } from 'node:path';
import type { Reporter } from './model.ts';

/** How a format is called, recognised by a file's ending, and loaded when it is asked for. */
interface FormatRow {
  readonly endings: readonly string[];
  readonly load: () => Promise<Reporter>;
}

const rows = {
  text: { endings: [], load: async () => (await import('./text.ts')).text },
  json: { endings: ['.json'], load: async () => (await import('./json.ts')).json },
  jsonl: { endings: ['.jsonl', '.ndjson'], load: async () => (await import('./json.ts')).jsonl },
  junit: { endings: ['.xml'], load: async () => (await import('./junit.ts')).junit },
  sarif: { endings: ['.sarif'], load: async () => (await import('./sarif.ts')).sarif },
  markdown: { endings: ['.md'], load: async () => (await import('./markdown.ts')).markdown },
  html: { endings: ['.html', '.htm'], load: async () => (await import('./html.ts')).html },
} as const satisfies Record<string, FormatRow>;

export type ReportFormat = keyof typeof rows;

/** Every format of `verify`, `audit` and `lint`, in the order of the help text. */
export const reportFormats = Object.keys(rows) as readonly ReportFormat[];

export const loadReporter = (format: ReportFormat): Promise<Reporter> => rows[format].load();

/**
 * Format of a report file: the one its ending names, else `asked`. An ending that several formats share (SARIF is JSON)
 * leaves the choice to `asked`.
 */
export function formatOfFile(file: string, asked: ReportFormat): ReportFormat {
  const ending = extname(file).toLowerCase();
  if (ending === '.json' && (asked === 'sarif' || asked === 'jsonl')) return asked;
  return reportFormats.find((name) => (rows[name].endings as readonly string[]).includes(ending)) ?? asked;
}
