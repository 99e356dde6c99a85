/** The package's version; held to package.json by a test. */
export const version = '0.1.0';

/** What every JSON document says of its maker. */
export const tool = { name: 'kms-keywrap', version } as const;
