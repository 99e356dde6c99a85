// @ts-check
// For node:v8 in execa, which tries with it whether a message to a child can be sent: children here get none.

/** @returns {never} */
export const serialize = () => {
  throw new Error('no messages are sent to child processes');
};
