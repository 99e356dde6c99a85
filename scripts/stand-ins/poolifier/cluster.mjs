// @ts-check
// For node:cluster in poolifier: the pools here are of threads, not of processes.
export const Worker = undefined;
export default {};
