// Files that a person chose, as bytes.

const MOST = 32 * 1024 * 1024; // bytes that are read; Python refuses fewer already, and says so

/** A file's bytes; of one that is far too large only the beginning, so that it cannot fill the memory. */
export const bytesOf = async (file) => new Uint8Array(await file.slice(0, MOST).arrayBuffer());
