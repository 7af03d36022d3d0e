/** Words around names: forms of address, and what tells that a name or a place follows or went before. */

const TITLES =
  'mr|mrs|ms|miss|mx|dr|prof|professor|doctor|sir|dame|madam|mister|herr|frau|hr|fr|monsieur|madame|mme|mlle|señora?|sra?|dña|don|doña|signora?|sig|dott|senhora?|dhr|mevr|mevrouw|meneer|pan|pani|judge|senator|captain|sergeant|officer|detective|reverend|rev|rabbi|imam|father|sister|brother|uncle|aunt|nurse|guardian|producer|director|songwriter|singer|actor|actress|player|commenter|author|coach';
const titles: ReadonlySet<string> = new Set(
  TITLES.split('|').flatMap((title) =>
    title.includes('?') ? [title.replace(/.\?/, ''), title.replace('?', '')] : [title],
  ),
);

/** `Mr`, `Mrs.`, `professor`. */
export const isTitle = (word: string): boolean => titles.has(word.replace(/\.$/, '').toLowerCase());

const isLetter = (text: string, at: number): boolean => {
  const code = text.charCodeAt(at);
  return code < 128 ? (code | 32) >= 97 && (code | 32) <= 122 : /[\p{L}\p{M}]/u.test(text[at]!);
};

/** The letters that end at a place, in small letters. */
function lettersBefore(text: string, end: number): string {
  let start = end;
  while (start > 0 && isLetter(text, start - 1)) start--;
  return text.slice(start, end).toLowerCase();
}

/** The word before a place, where blanks lie between; `dr` of `dr. `. */
export function wordBefore(text: string, at: number): string {
  let end = at;
  while (end > 0 && (text[end - 1] === ' ' || text[end - 1] === '\u00a0')) end--;
  if (end === at) return '';
  return lettersBefore(text, text[end - 1] === '.' ? end - 1 : end);
}

export const isTitleBefore = (text: string, at: number): boolean => titles.has(wordBefore(text, at));

/** Characters around a name in which such words are looked for. */
const REACH = 40;

/** After these a name stands, whatever it looks like. */
const CUE_BEFORE =
  /(?:\bnames? (?:is|was|are|appears? as|of)|\bnamed|\bname\??:?|\bcall(?:s|ed)? (?:me|him|her)|\bcalled|\bnamed (?:him|her)|\bi['’]?m|\bi am|\bthis is|\bsigned,?|\bsincerely,?|\bregards,?|\bcheers,?|\bdear|\bhi|\bhello|\bhey|\bms\.?|\bje m['’]appelle|\bich heiße|\bich bin|\bme llamo|\bmi chiamo|\bmeu nome é|\bdirected by:?|\bwritten by|\bstarring|\bfeaturing|\bcc:|\bfrom:|\bto:|\battn:?|\bpatient:?|\bcustomer:?|\bclient:?|\bemployee:?|\bcontact:?|\bmy (?:friend|brother|sister|son|daughter|husband|wife|boss|kid|child|uncle|aunt|mother|father|colleague)|\blast name\??:?|\bsurname:?|["”!?.,] ?(?:said|says|asked|replied|wrote|added))[\s:"“'‘]*$/iu;
/** The last words of these: where none stands before a name, the pattern need not be asked. */
const LAST_OF_CUE: ReadonlySet<string> = new Set(
  `is was are as of named name me him her called m im am signed sincerely regards cheers dear hi hello hey ms appelle heiße bin
  llamo chiamo é by starring featuring cc from to attn patient customer client employee contact friend brother sister son
  daughter husband wife boss kid child uncle aunt mother father colleague surname said says asked replied wrote added`.split(
    /\s+/,
  ),
);
const BEHIND_CUE = ' \t\n\r\u00a0:"“\'‘';

/** Whether what stands before a place calls what follows a name. */
export function isCued(text: string, at: number): boolean {
  let end = at;
  while (end > 0 && BEHIND_CUE.includes(text[end - 1]!)) end--;
  if (end > 0 && '?,.'.includes(text[end - 1]!)) end--;
  return LAST_OF_CUE.has(lettersBefore(text, end)) && CUE_BEFORE.test(text.slice(Math.max(0, at - REACH), at));
}

/** Before these one stands. */
const CUE_BEHIND =
  /^(?:, (?:can|could|would|will|please|thanks|thank) |['’]s (?:kid|son|daughter|wife|husband|mother|father|account|address|birthday|phone|email)|,? (?:said|says|told|asked|wrote|replied|explained|lives?|lived|called|commented|tweeted|listed|employs|went|flew|arrived|turned|works|worked|married|born|is (?:a|an|the|my|our|very|so)\b.{0,24}(?:person|man|woman|friend|guy|speaker|lawyer|doctor|teacher|student|reliable|kind|friendly|nice|honest|sympathetic)|(?:will be|is) (?:talking|speaking|calling|writing)|had (?:given|told|asked|said)|began|studied|grew up|retired)|,? \d{1,2}(?: years old|,)|\s?\()/iu;

/** Whether what stands behind a place tells that a name went before. */
export const isSubject = (text: string, at: number): boolean => CUE_BEHIND.test(text.slice(at, at + REACH));

/** `Sherman School`, `maynard city hall`: what is called after a person, or a place. */
const THING_BEHIND =
  /^['’]?s? (?:school|college|university|institute|academy|cent(?:er|re)|museum|library|hospital|clinic|church|cathedral|chapel|arena|stadium|theat(?:er|re)|hall|hotel|club|station|airport|street|road|avenue|drive|lane|bridge|square|park|gardens|river|lake|creek|bay|island|islands|mountains?|valley|county|city|township|district|state|region|calendar|award|prize|trophy|cup|league|award|magazine|press|records|inc|ltd|llc|corp|gmbh)(?![\p{L}\p{N}])/iu;

/** Whether what stands behind a place tells that it is no person. */
export const isThingNext = (text: string, at: number): boolean => THING_BEHIND.test(text.slice(at, at + REACH));

const BEFORE_PLACE: ReadonlySet<string> = new Set(
  'in at from near visit visiting across throughout southern northern eastern western'.split(' '),
);
/** Things are given to people; places are gone to. */
const TO_PLACE =
  /\b(?:(?:town|city|university|village) of|(?:go|goes|going|gone|went|moved?|moving|travel(?:s|led|ed|ling|ing)?|fl(?:y|ies|ew|ying)|flights?|drive|drove|driving|trips?|ways?|came|come|return(?:s|ed|ing)?|relocated?|welcome|road|train|trains) to)\s+$/i;

/** Whether a place is more likely than a name behind these words. */
export function isPlaceNext(text: string, at: number): boolean {
  const word = wordBefore(text, at);
  return (
    BEFORE_PLACE.has(word) ||
    ((word === 'of' || word === 'to') && TO_PLACE.test(text.slice(Math.max(0, at - REACH), at)))
  );
}
