// Contrast of every pair of colours is at least 4.5 : 1 (WCAG 2.2, success criterion 1.4.3) in both schemes.
const style = `
:root { color-scheme: light dark; --text: #1b1f24; --ground: #fff; --line: #c9d1d9; --dim: #57606a;
  --good: #116329; --bad: #b3121d; --open: #7a4d00; --note: #0550ae; --panel: #f6f8fa; }
@media (prefers-color-scheme: dark) { :root { --text: #e6edf3; --ground: #0d1117; --line: #3d444d; --dim: #9ea7b3;
  --good: #56d364; --bad: #ff8f87; --open: #e3b341; --note: #79c0ff; --panel: #161b22; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem; max-width: 80rem;
  font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--ground); }
h1 { font-size: 1.5rem; margin: 0; }
#summary { font-size: 1.125rem; margin: .25rem 0; }
a { color: var(--note); }
tr:target { background: var(--panel); }
h3 { font-size: 1rem; margin: .75rem 0 .25rem; }
p { margin: .25rem 0; }
small { color: var(--dim); font-weight: normal; }
table { border-collapse: collapse; table-layout: fixed; width: 100%; margin-top: 1rem; }
.subjects th:nth-child(1) { width: 8rem; } .subjects th:nth-child(2) { width: 24%; } .subjects th:nth-child(3) { width: 10rem; }
.findings th:nth-child(1) { width: 26%; } .findings th:nth-child(2) { width: 7rem; } .findings th:nth-child(3) { width: 20%; }
th, td { text-align: left; vertical-align: top; padding: .5rem .75rem .5rem 0; border-top: 1px solid var(--line); }
th { font-weight: 600; overflow-wrap: anywhere; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 1rem; margin: .25rem 0; }
dt { color: var(--dim); }
dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
code, pre { font: .9em/1.45 ui-monospace, monospace; overflow-wrap: anywhere; }
pre { background: var(--panel); border: 1px solid var(--line); padding: .75rem; overflow-x: auto; overflow-wrap: normal; }
ins { color: var(--good); text-decoration: none; }
del { color: var(--bad); text-decoration: none; }
.badge { font-weight: 600; }
.good .badge { color: var(--good); }
.bad .badge, .unreadable .badge, .error .badge { color: var(--bad); }
.open .badge, .skipped .badge, .warning .badge { color: var(--open); }
.notice .badge { color: var(--note); }
section.error, section.warning, section.notice { border-left: .25rem solid currentcolor; padding-left: .75rem; margin: .75rem 0; }
section.error { border-color: var(--bad); }
section.warning { border-color: var(--open); }
section.notice { border-color: var(--note); }
@media (max-width: 48rem) { table, tbody, tr, th, td { display: block; } .subjects th:nth-child(n), .findings th:nth-child(n) { width: auto; } thead { position: absolute; clip-path: inset(50%); } th, td { border: 0; padding: .125rem 0; } tr { border-top: 1px solid var(--line); padding: .5rem 0; display: block; } dl { grid-template-columns: 1fr; } dd { margin-left: 1rem; } }
@media print { :root { color-scheme: light; --text: #000; --ground: #fff; --line: #c9d1d9; --dim: #57606a; --good: #116329; --bad: #b3121d; --open: #7a4d00; --note: #0550ae; --panel: #f6f8fa; } body { padding: 0; max-width: none; font-size: 9pt; } tr, section { break-inside: avoid; } thead { display: table-header-group; } a { color: inherit; text-decoration: none; } td, th { padding: .25rem .5rem .25rem 0; } }
`;

/** Everything before the content. The policy forbids whatever the page does not bring along itself. */
export const pageHead = (title: string) => `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${title}</title>
<style>${style}</style>
</head>
<body>`;

export const tableHead = `<table class="subjects">
<thead><tr><th scope="col">Result</th><th scope="col">Subject</th><th scope="col">Size</th><th scope="col">Details</th></tr></thead>
<tbody>`;

export const tableEnd = '</tbody>\n</table>';

export const pageEnd = '</body>\n</html>\n';
