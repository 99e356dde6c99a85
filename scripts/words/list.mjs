// @ts-check
// Words that a reader from the field stops at, and what stands in their place. Checked in sources, tests, scripts and pages.

/** @type {readonly { words: RegExp, instead: string }[]} */
export const list = [
  { words: /(?<![Tt]here )\b(?:is|are) none\b|\bnone of it\b/g, instead: 'is not a …, has no …' },
  { words: /\b[Nn]obody\b/g, instead: 'no user, no process: name who acts' },
  { words: /\bof no (?:key|such|known|file|blob|use)\b/g, instead: 'not of a …' },
  { words: /(?<![Tt]here )\b(?:is|are) no (?!longer\b|more\b|less\b)/g, instead: 'is not a …' },
  { words: /\bPKCS \d/g, instead: 'PKCS#8 has nothing between PKCS and its number' },
  { words: /\bPKCS #\d/g, instead: 'PKCS#8' },
  { words: /\bSEC 1\b/g, instead: 'SEC1' },
  { words: /\b(?:do|does|did) not take\b/g, instead: 'does not support, does not accept' },
  { words: /\b(?:KMS|AWS|it) takes\b(?! longer)/g, instead: 'supports, accepts' },
  { words: /\bfor ever\b/g, instead: 'never changes' },
  { words: /\b[Mm]end(?:s|ed|ing)?\b/g, instead: 'fix' },
  { words: /\btold from\b/g, instead: 'inferred from, distinguished from' },
  { words: /\botherwise than\b/g, instead: 'differently from' },
  { words: /\b(?:is|are|was|were|than) due\b/g, instead: 'is expected' },
  { words: /\bcredentials do\b/g, instead: 'are accepted' },
  { words: /\bdisagrees? with itself\b/g, instead: 'contradicts itself' },
  {
    words: /(?<=\b(?:of|in|to|by|says?|on|and|AWS's|see) |\()S[1-4](?=[\s,;.:)])/g,
    instead: 'Step 3: Encrypt the key material',
  },
  { words: /\bwhom\b|\bthereby\b|\btherein\b|\bas it may\b|\bin vain\b/g, instead: 'plain English' },
  { words: /\b(?:for want of|without a word|by the name of)\b/g, instead: 'without …' },
  {
    words: /(?<!\b(?:left|leaves?|leaving|stays)\b[ \w]{0,12})\bbehind\b(?! the recipe's back)/g,
    instead: 'after',
  },
  { words: /\bin front\b/g, instead: 'before' },
  { words: /(?<!central )\bdirector(?:y|ies)\b(?!['.)])/g, instead: 'folder' },
];
