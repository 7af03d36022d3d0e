/** What a model process needs of the environment. Keys of providers stay with the parent. */

/**
 * One worker thread: the runtime draws the tokens of a pass in as many threads as there are, and llama.cpp puts its
 * outputs in order when the first of them asks. In two threads at once, sequences get each other's tokens.
 */
export function plainEnvironment(): NodeJS.ProcessEnv {
  const names = ['PATH', 'HOME', 'USERPROFILE', 'TMPDIR', 'TEMP', 'TMP', 'SystemRoot', 'LANG', 'LD_LIBRARY_PATH'];
  const known = names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return { ...Object.fromEntries(known), UV_THREADPOOL_SIZE: '1' };
}
