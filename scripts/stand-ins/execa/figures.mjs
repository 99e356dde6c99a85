// @ts-check
// For figures in execa, whose verbose mode alone draws them: it is not used.
export default { tick: '', cross: '', warning: '' };
