/** What the command ends with, for help and man page. */
export const exitStatuses = [
  ['0', 'good'],
  ['1', 'what was examined is at fault: an error finding, a mismatch, a failed case'],
  ['2', 'the command line or an input was refused; nothing was written'],
  ['3', 'the environment failed: openssl, disk, memory; nothing half-written is left'],
  ['130, 143', 'ended by SIGINT, SIGTERM; temporary files are gone'],
] as const;
