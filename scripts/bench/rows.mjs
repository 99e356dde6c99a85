// @ts-check
// What is measured, and what it should come to. A ratio of two things that ran in turn on one machine; nothing absolute.

/**
 * @typedef {{ what: string, goal: number, least?: boolean }} Row `least`: the goal is a lower bound.
 * @typedef {Readonly<Record<string, number>>} Ratios By the ids of `rows`; what was not measured is absent.
 */

const bare = 'the documented commands run bare, each key generated once and wrapped in every way';

export const rows = /** @type {Readonly<Record<string, Row>>} */ ({
  'verify': { what: `\`verify --partition all\` ÷ ${bare}, wall`, goal: 1 },
  'verify-anew': {
    what: '`verify --partition all` ÷ the same with a key generated for each case, wall',
    goal: 1,
  },
  'verify-pool': { what: 'the first with RSA keys from a pool, wall', goal: 1.3 },
  'verify-pool-cpu': { what: 'the first with RSA keys from a pool, CPU', goal: 2.5 },
  'audit-2000': {
    what: '`audit` of 2,000 × RSA_2048 ÷ `openssl speed -elapsed -multi 2`',
    goal: 0.7,
    least: true,
  },
  'audit-20000': { what: '`audit` of 20,000 × RSA_2048 ÷ the same', goal: 0.87, least: true },
  'audit-400': { what: '`audit` of 400 × RSA_4096 RSA_AES ÷ the same', goal: 0.9, least: true },
  'recipe': { what: '`recipe` ÷ `node -e 0`, wall', goal: 1.7 },
  'wrap': { what: '`wrap` ÷ `node -e 0`, wall', goal: 3 },
  'wrap-node': { what: '`wrap --engine node` ÷ `node -e 0`, wall', goal: 2.2 },
});

/** @param {Row} row @param {number} ratio */
export const meets = ({ goal, least = false }, ratio) => (least ? ratio >= goal : ratio <= goal);

/** How many times worse a ratio is than another. @param {Row} row @param {number} ratio @param {number} before */
export const worse = ({ least = false }, ratio, before) => (least ? before / ratio : ratio / before);

const columns = '| what | ratio | the run before | goal | |\n| --- | --- | --- | --- | --- |\n';

/**
 * The rows that were measured, as a Markdown table.
 * @param {Ratios} ratios
 * @param {Ratios} before of another run, whose ratios show how far the numbers can be trusted
 */
export const table = (ratios, before) =>
  columns +
  Object.entries(rows)
    .map(([id, row]) => {
      const ratio = ratios[id];
      const cells = [
        ratio?.toFixed(2) ?? 'not measured',
        before[id]?.toFixed(2) ?? '',
        `${row.least ? '≥' : '≤'} ${row.goal}`,
        ratio === undefined ? '' : meets(row, ratio) ? 'met' : 'missed',
      ];
      return `| ${row.what} | ${cells.join(' | ')} |\n`;
    })
    .join('');

/** The ratios of a table. @param {string} page @returns {Ratios} */
export function ratiosOf(page) {
  const lines = page.split('\n');
  return Object.fromEntries(
    Object.entries(rows).flatMap(([id, { what }]) => {
      const line = lines.find((one) => one.startsWith(`| ${what} |`));
      const ratio = Number(line?.slice(what.length + 4).split('|')[0]);
      return Number.isFinite(ratio) ? [[id, ratio]] : [];
    }),
  );
}
