import { awsRow } from './aws-row.ts';

/** AWS KMS in the China Regions. */
export const awsCn = awsRow('aws-cn', 'AWS KMS in China Regions');
