/** `1 byte`, `2 bytes`. */
export const bytesOf = (count: number): string => `${count} ${count === 1 ? 'byte' : 'bytes'}`;
