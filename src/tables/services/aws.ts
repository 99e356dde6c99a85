import { awsRow } from './aws-row.ts';

/** AWS KMS. */
export const aws = awsRow('aws', 'AWS KMS');
