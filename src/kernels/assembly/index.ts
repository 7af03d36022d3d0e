/** The module: what is exported here is what a batch of bytes can be asked for. */
export { choosePaths, extractLines, findLines, hashLines, shingleLines, signLines } from './lines';
export { capitals } from './capitals';
export { alikeRows, dotRows, measureRows, widen } from './dot';
export { hashes } from './hash';
export { personal } from './personal';
export { lend, lendFamily, shapeShingles, shingleText, signAll, signSets } from './shingling';
export { repeatedKeys, scatter } from './tables';
export { readPage } from './pages';
export { countRepeats, countRuns, numberWords } from './repetition';
export { findRound, findWords, replacementCount } from './plain-words';
export { siftRuns } from './sieve';
export { enterStopWord, findStopWords, listUnjudged } from './stop-words';
export {
  endOfSpellings, moveSpellings, numberPlainWords, openSpellings, placeWord, spellingCount, unknownCount,
} from './vocabulary';
export { allOf, shared } from './jaccard';
