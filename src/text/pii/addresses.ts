/** Postal addresses: a street with a number, a box, a flat, a post code that is called one, and the lines that follow. */
import { type Beside, type Zone, zonesOf } from './address-zones.ts';
import type { Detector, Finding } from './finding.ts';
import type { Signs } from './signs.ts';

/** Longer words are none: so an address has an end, and what is searched for it too. */
const LETTERS = String.raw`[\p{L}\p{M}.'’-]{0,39}`;
const WORD = String.raw`[\p{L}\p{M}]${LETTERS}`;
/** With a capital, or a number that counts streets: `42nd`. */
const NAME = String.raw`(?:\p{Lu}${LETTERS}|\d{1,3}(?:st|nd|rd|th))`;
const NUMBER = String.raw`\d{1,5}(?:[A-Za-z]|[-/]\d{1,4}[A-Za-z]?)?`;
const GAP = String.raw`[ \u00a0]{1,3}`;

const ENGLISH =
  'street|st|road|rd|avenue|ave|boulevard|blvd|lane|ln|drive|dr|court|ct|place|pl|square|sq|squares|terrace|ter|way|parkway|pkwy|highway|hwy|circle|cir|crescent|cres|close|grove|gardens|mews|hill|row|walk|alley|plaza|trail|trl|loop|turnpike|pike|crossing|green|park|parks|rise|view|quay|esplanade|parade|coves?|coast|causeway|promenade';
/** Words for a street that stand before its name, of which the first may be small. */
const SMALL_BEFORE =
  'rue|avenue|boulevard|allée|chemin|impasse|quai|calle|avenida|avda\\.?|ul\\.|ulica|rua|rúa|str\\.|ул\\.|улица|οδός|nám\\.';
const CAPITAL_BEFORE =
  'Cours|Place|Via|Viale|Piazza|Corso|Vicolo|Largo|Strada|Paseo|Plaza|Camino|Carretera|Travessa|Praça|Estrada|Aleja|Bulevardul|Am|An der|In der|Im|Auf der|Unter den|Zum|Zur|Cité|Cite|Bd|Náměstí|Třída|Odos|Λεωφόρος|Проспект|Trg|Contrada|Partida|Urb\\.|C\\/';
const PARTICLE = "(?:de|du|des|la|le|les|los|las|do|da|dos|das|di|del|della|der|den|al|el|e|y|l'|d')";

/** Endings of one-word streets: German, Dutch, Scandinavian, Finnish, Icelandic, Baltic. */
const ENDINGS =
  'straße|strasse|strase|str\\.|gasse|weg|allee|platz|ring|damm|ufer|chaussee|berg|hof|straat|laan|gracht|kade|plein|dijk|singel|steeg|vej|gade|allé|stræde|toften|parken|bakken|vænget|vang|gata|gaten|gatan|veien|vegen|vägen|gränd|torget|stien|svingen|bakken|haugen|lia|katu|kuja|polku|tie|ranta|raitti|braut|gata|gerði|hlíð|vegur|stígur|tún|holt|utca|tér|tänav|maantee|puiestee|iela|gatvė|ova|eva|ova|ská|cká|ní|ého';

/** The pattern for letters of both cases; names keep their capital, which the flag `i` would take from them. */
const bothCases = (pattern: string) =>
  pattern.replace(/(?<!\\)\p{L}/gu, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()[0]}]`);

const BEFORE_NAME = `${bothCases(SMALL_BEFORE)}|${CAPITAL_BEFORE}`;
/** Too little to go by, unless more of an address stands beside it. */
const WEAK = 0.45;
const JOINED = 0.8;

/** Those that also stand as a word of their own, with a small letter. */
const OWN_WORDS =
  'straße|strasse|straat|laan|gade|vej|allé|gata|terrasse|katu|tie|tee|utca|útja|u\\.|tér|tänav|iela|trg|ulica';
/** Endings that make a street of a word with a small letter too. */
const OF_SMALL_WORDS = 'straße|strasse|gasse|straat|gatan|vägen|vej|gade|katu|tie|utca';
const NO_YEAR = String.raw`(?!(?:1[5-9]|20)\d{2}(?!\d))`;

const CORES: readonly (readonly [RegExp, number])[] = [
  // 12 Baker Street, 370 3911 Fourth Avenue
  [
    String.raw`(?:${NUMBER}${GAP}){1,2}(?:${NAME}${GAP}(?:${PARTICLE}${GAP})?){1,4}(?:${bothCases(ENGLISH)})\b\.?`,
    0.85,
  ],
  // 12 rue de la Paix; Rua do Arenque 1634
  [`${NUMBER},?${GAP}(?:${BEFORE_NAME})${GAP}(?:(?:${PARTICLE}|${NAME})${GAP}){0,4}${NAME}`, 0.85],
  [
    `(?:${NUMBER}${GAP})?(?:${BEFORE_NAME})${GAP}(?:(?:${PARTICLE}|${NAME})${GAP}){1,5}(?:n[.º°]?${GAP})?${NUMBER}`,
    0.8,
  ],
  // Hauptstraße 5, Puruntie 82, Villacher Strasse 89
  [
    String.raw`(?:${NUMBER}${GAP})?(?:${NAME}${GAP}){0,3}\p{Lu}[\p{L}-]{0,39}(?:${ENDINGS})${GAP}${NO_YEAR}${NUMBER}`,
    0.8,
  ],
  [String.raw`(?:${NUMBER}${GAP})?(?:${NAME}${GAP}){1,3}(?:${OWN_WORDS})${GAP}${NO_YEAR}${NUMBER}\.?`, 0.8],
  // 4711 Korsvägen
  [String.raw`${NUMBER}${GAP}(?:${NAME}${GAP}){0,2}\p{L}[\p{L}-]{2,39}(?:${OF_SMALL_WORDS})\b`, 0.7],
  // 25615 Tawastintie 72: a number, a name, a number; results of sport look the same
  [String.raw`\d{2,6}${GAP}(?:${NAME}${GAP}){1,4}(?:u\.${GAP})?${NUMBER}`, WEAK],
  // Mäe 47, 80098 Pärnu: a name and number, and then a post code and a city, whatever streets are called there
  [
    String.raw`(?:(?:${PARTICLE}${GAP}){0,2}${NAME}${GAP}){1,4}${NUMBER}\.?,${GAP}${NO_YEAR}(?:\d{3} \d{2}|\d{4,5}-\d{3}|\d{2}-\d{3}|\d{4,5}(?: \p{Lu}{2})?)${GAP}\p{Lu}[\p{L}'’-]{0,39}`,
    0.8,
  ],
  // boxes, and the post of armed forces (USPS Publication 28, §225 and §238)
  [
    String.raw`(?:${bothCases('p\\.? ?o\\.? ?box|postbus|postfach|apartado|casilla|postboks|postbox|boîte postale')}|B\.?P\.?)${GAP}#?\d{1,6}`,
    0.9,
  ],
  [
    String.raw`(?:PSC|CMR|Unit)${GAP}\d{1,5},?${GAP}Box${GAP}\d{1,5}(?:[\s,]{1,4}(?:APO|FPO|DPO)${GAP}A[AEP]${GAP}\d{5}(?:-\d{4})?)?`,
    0.95,
  ],
  [String.raw`(?:APO|FPO|DPO)${GAP}A[AEP]${GAP}\d{5}(?:-\d{4})?`, 0.9],
  [
    String.raw`(?:USS|USNS|USNV|USCGC)${GAP}${NAME}(?:${GAP}${NAME})?[\s,]{1,4}(?:FPO|APO)${GAP}A[AEP]${GAP}\d{5}(?:-\d{4})?`,
    0.95,
  ],
  // flats
  [
    String.raw`(?:${bothCases('apt|suite|ste|apartment|flat|wohnung|appt|lgh')})\b\.?(?:${GAP})?#?\d{1,5}[A-Za-z]?`,
    0.8,
  ],
  [
    String.raw`the corner of (?:(?!and\b)${WORD}${GAP}|${NUMBER}${GAP}){1,4}and${GAP}(?:${NAME}(?:${GAP})?){1,3}(?:u\.${GAP})?(?:${NUMBER}\.?)?`,
    0.8,
  ],
].map(([form, certainty]) => [
  new RegExp(`(?<![\\p{L}\\p{N}.])(?:${form})(?![\\p{L}\\p{N}])`, 'gu'),
  certainty as number,
]);

/** Alternatives of which the first letter may be a capital. */
const bothFirst = (pattern: string) =>
  pattern.replace(/(^|\|)(\p{Ll})/gu, (_, before, letter) => `${before}[${letter}${letter.toUpperCase()}]`);

/** After words that announce an address: a number and names, or names and a number. */
const ANNOUNCED = new RegExp(
  String.raw`\b(?:${bothFirst("address(?: is)?(?: to)?|lives? (?:at|on|in)|lived (?:at|on|in)|located (?:at|on)|living (?:at|on)|moved to|meet (?:me|you) at|meet at|offices? (?:is|are) (?:at|located at)|(?:deliver|send|sent|ship|mail|return)(?:ed)?(?: \\w{1,40}){0,3} to|is (?:at|on)|arrived at|it[’']?s (?:at|in)")})[\s:"]{1,3}((?:${NUMBER}${GAP})?(?:${NAME}${GAP}){1,4}${NUMBER}\.?|${NUMBER}${GAP}${NAME}(?:${GAP}${NAME}){0,3})(?![\p{L}\p{N}])`,
  'dgu',
);

/** Post codes that are called so, and those of Britain (BS 7666) and of an American state. */
const CODES: readonly (readonly [RegExp, number])[] = [
  [
    new RegExp(
      String.raw`(?<![\p{L}\p{N}])(?:${bothCases('zip(?: ?code|-code)?|post(?:al)?[ -]?code|postcode|plz|cap|cep|code postal|código postal')})(?:\s{1,3}(?:is|of))?\s{0,2}:?\s{0,2}#?((?=[\p{L} -]{0,4}\d)[\p{L}\d]{2,8}(?:[ -](?:\p{Lu}?\d[\p{L}\d]{1,3}|\p{Lu}{2}))?)(?![\p{L}\p{N}])`,
      'dgu',
    ),
    0.9,
  ],
  [/(?<![\p{L}\p{N}])([A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{2})(?![\p{L}\p{N}])/dgu, 0.7],
  [
    /(?<![\p{L}\p{N}])((?:A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]) \d{5}(?:-\d{4})?)(?![\p{L}\p{N}-])/dgu,
    0.8,
  ],
];

/** What follows a street: flat, city, region, post code, country, over lines; it has to end in a number or begin a line. */
const PIECE = String.raw`(?:(?:[Aa]pt|Suite|Ste|Apartment|Flat|Unit)\b\.?(?:${GAP})?#?\d{1,5}|\d{2,6}(?:[- ]\d{2,4})?|\p{Lu}{1,2}\d[\p{Lu}\d]? ?\d\p{Lu}{2}|(?:(?:de|del|da|do|la|le|nad|v|u|of|sur|am|an|der)${GAP}){0,2}\p{Lu}[\p{L}\p{M}.'’-]*(?: \(\p{Lu}\p{L}+\))?|nan)`;
const TAIL = new RegExp(String.raw`^(?:[\s,]{1,8}${PIECE}){1,9}`, 'u');

const WORDS_OF_ADDRESS = new RegExp(
  `^(?:${ENGLISH}|${SMALL_BEFORE}|${CAPITAL_BEFORE}|${PARTICLE}|${OWN_WORDS}|p\\.?o\\.?|box|post(?:bus|fach|boks|box)|psc|cmr|unit|[afd]po|a[aep]|apt|suite|ste|apartment|flat|the|corner|of|and|in|at|usn?[svn]|zip|code)\\.?$`,
  'iu',
);

/** Words that say what a part of an address is, and nothing of where. */
export const isWordOfAddress = (word: string): boolean => WORDS_OF_ADDRESS.test(word);

const addressZones = (text: string, signs: Signs): readonly Zone[] =>
  signs.isWhole ? [[0, text.length]] : zonesOf(text, signs, BESIDE);

const ALL: readonly (readonly [RegExp, number])[] = [...CORES, [ANNOUNCED, 0.75], ...CODES];

export const addresses: Detector = {
  kind: 'address',
  needs: { digits: 1 },
  patterns: ALL.map(([pattern]) => pattern),
  zones: addressZones,
  find(text, signs) {
    const cores = addressZones(text, signs).flatMap((zone) => [...coresIn(text, zone)]);
    return joined(
      text,
      cores.map((core) => withTail(text, core)),
    );
  },
};

/** Characters that patterns ask of their neighbours, at most. */
const LOOK = 4;

/** All matches of all patterns in a zone. Behind one that is no address the search goes on within it. */
function* coresIn(text: string, [from, to]: Zone): Generator<Finding> {
  const offset = Math.max(0, from - LOOK);
  const slice = text.slice(offset, to + LOOK);
  for (const [pattern, certainty] of ALL) {
    pattern.lastIndex = from - offset;
    for (let match = pattern.exec(slice); match !== null; match = pattern.exec(slice)) {
      const [start, end] = match.indices?.[1] ?? [match.index, match.index + match[0].length];
      if (isNoAddress(match[0])) pattern.lastIndex = match.index + 1;
      else yield { kind: 'address', start: offset + start, end: offset + end, certainty };
    }
  }
}

/** Years, days, chapters and counts look like a number with names: `2017 Polish`, `12 May 2011`. */
const NO_ADDRESS =
  /\b(?:January|February|March|April|May|June|July|August|September|October|November|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Chapter|Section|Article|Figure|Table|Act|Verse|Psalm|No|Vol|Part|Volume|Page|Windows|Version)\b/;

/** Whether what looks like an address has such a word. */
export const isNoAddress = (match: string): boolean => NO_ADDRESS.test(match);

/** Of each pattern above what its number cannot be without; the patterns are named by their first words in comments. */
const BESIDE: Beside = {
  // 12 Baker Street; 12 rue de la Paix; 4711 Korsvägen; 25615 Tawastintie 72, PSC 12, Box 34
  opens: new RegExp(`^(?:${BEFORE_NAME})|(?:^|[^\\p{L}\\p{N}])(?:${ENGLISH})(?![\\p{L}])|${OF_SMALL_WORDS}|\\d`, 'iu'),
  opensSmall: new RegExp(`^(?:${BEFORE_NAME}|\\p{L}[\\p{L}-]{2,}(?:${OF_SMALL_WORDS}))`, 'u'),
  closes: new RegExp(
    [
      `\\p{Lu}[\\p{L}-]{0,39}(?:${ENDINGS})$`, // Hauptstraße 5
      `(?:^|[^\\p{L}])(?:${bothCases(OWN_WORDS)})$`, // Villacher Strasse 89
      `(?:${bothCases('box|postbus|postfach|apartado|casilla|postboks|postbox|postale')}|P\\.?)$`,
      `(?:${bothCases('apt|suite|ste|apartment|flat|wohnung|appt|lgh')})\\.?$`,
      '(?:[A-Z]{2}|PSC|CMR|Unit)$', // APO AA 12345, TX 78413
    ].join('|'),
    'u',
  ),
  mayClose: new RegExp(`(?:^|[^\\p{L}])(?:${PARTICLE}|n[.º°]?|\\d{1,3}(?:st|nd|rd|th))$`, 'u'), // rua do Arenque n.º 5
  // rue de la Paix 12; the words of ANNOUNCED
  announces: new RegExp(
    `(?:^|[^\\p{L}])(?:${BEFORE_NAME})[ \\u00a0]|address|liv|locat|moved to|meet|office|deliver|sen[dt]|ship|mail|return|is at|is on|arrived at|s at|s in`,
    'iu',
  ),
  callsCode: /(?:zip|post|plz|cap|cep|code)/i,
  denies: new RegExp(NO_ADDRESS.source.replace(/^\\b/, '^[^\\p{L}]*'), 'u'),
};

/** A post code ends an address; what follows is of something else. */
const POST_CODE =
  /(?<![\p{L}\p{N}])(?:\d{5}(?:-\d{3,4})?|\d{4}-\d{3}|\d{4}(?: ?\p{Lu}{2})?|\d{3} \d{2}|\d{2}-\d{3}|\p{Lu}{1,2}\d[\p{Lu}\d]? ?\d\p{Lu}{2}|\p{Lu}\d\p{Lu} ?\d\p{Lu}\d)(?![\p{L}\p{N}-])/u;
const LONGEST_TAIL = 120;

/** With the lines behind a street, up to the post code, or else up to a flat. */
function withTail(text: string, core: Finding): Finding {
  if (POST_CODE.test(text.slice(Math.max(core.start, core.end - 6), core.end))) return core;
  const tail = TAIL.exec(text.slice(core.end, core.end + LONGEST_TAIL))?.[0] ?? '';
  const code = POST_CODE.exec(tail);
  const length =
    code === null
      ? (/^[\s\S]*(?:[Aa]pt|Suite|Ste|Apartment|Flat|Unit)\b\.? ?#?\d+/u.exec(tail)?.[0].length ?? 0)
      : code.index + code[0].length;
  const cutsWord = /^[\p{L}\p{N}]/u.test(text.slice(core.end + length));
  return length === 0 || cutsWord ? core : grown(core, core.end + length);
}

/** With more of an address beside it, up to `end`. */
const grown = (part: Finding, end: number): Finding =>
  end <= part.end ? part : { ...part, end, certainty: Math.max(part.certainty, JOINED) };

/** Between two parts of one address stand a comma, a line's end, or the names of a city. */
const SEAM = /^[\s,]{0,12}(?:\p{Lu}[\p{L}\p{M}.'’-]*[\s,]{1,12}){0,4}$/u;
const LONGEST_SEAM = 40;

function joined(text: string, parts: readonly Finding[]): Finding[] {
  const out: Finding[] = [];
  for (const part of [...parts].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = out.at(-1);
    const seam = last === undefined ? undefined : text.slice(last.end, part.start);
    const isOne = last !== undefined && (part.start <= last.end || (seam!.length <= LONGEST_SEAM && SEAM.test(seam!)));
    if (!isOne) out.push(part);
    else if (part.end > last.end || part.certainty > last.certainty)
      out[out.length - 1] = grown({ ...last, certainty: Math.max(last.certainty, part.certainty) }, part.end);
  }
  return out;
}
