/** AWS partitions in which KMS imports keys. `aws-cn` holds the China Regions. */
export const partitions = ['aws', 'aws-cn'] as const;
export type Partition = (typeof partitions)[number];
