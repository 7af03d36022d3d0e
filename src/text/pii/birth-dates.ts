/** Dates that the text itself calls dates of birth. */
import { type Detector, type Finding, matchesOf } from './finding.ts';
import { clustersWith, type Signs } from './signs.ts';

const MONTH =
  'jan(?:uary|uar|vier)?|feb(?:ruary|ruar)?|févr(?:ier)?|m(?:ar(?:ch|s)?|ärz|arzo|arço)|apr(?:il|ile)?|avril|abril|ma[yi]|mayo|maio|june?|juni|juin|giugno|junio|junho|july?|juli|juillet|luglio|julio|julho|aug(?:ust)?|août|agosto|sept?(?:ember|embre|iembre)?|settembre|setembro|o[ck]t(?:ober|obre|ubre)?|ottobre|outubro|nov(?:ember|embre|iembre|embro)?|de[cz](?:ember|iembre|embro)?|décembre|dicembre|enero|gennaio|janeiro|febbraio|febrero|fevereiro|maggio|aprile';
const YEAR = String.raw`(?:18|19|20)\d{2}`;
const DATES = [
  String.raw`\d{1,2}[/.-]\d{1,2}[/.-](?:${YEAR}|\d{2})`,
  String.raw`${YEAR}[/.-]\d{1,2}[/.-]\d{1,2}`,
  String.raw`\d{1,2}(?:st|nd|rd|th|\.|º)?\s{1,3}(?:of\s{1,3}|de\s{1,3})?(?:${MONTH})\.?,?\s{1,3}(?:de\s{1,3})?${YEAR}`,
  String.raw`(?:${MONTH})\.?\s{1,3}\d{1,2}(?:st|nd|rd|th)?,?\s{1,3}${YEAR}`,
];
const DATE = new RegExp(`(?<![\\p{L}\\p{N}/.-])(?:${DATES.join('|')})(?![\\p{L}\\p{N}])`, 'giu');

/** Characters before and behind a date in which such a word is looked for. */
const BEFORE = 48;
const BEHIND = 24;
const BORN_BEFORE =
  /\b(?:born|birth(?:day|date)?|d\.?o\.?b\.?|geboren|geb\.|geburtsdatum|née?\b|naissance|nacid[oa]|nacimiento|nat[oa]|nascita|nascid[oa]|nascimento|född|født|syntynyt|geboortedatum|urodzon[ya])/iu;
/** No date of birth is far from all of these; looked for first, as dates are common. */
const BORN = /born|birth|d\.?o\.?b|gebor|geb\.|geburt|née?|naiss|nac|nat[oa]|nasc|född|født|synty|urodz/iu;
const BORN_BEHIND = /^\W{0,4}(?:is\s|was\s)?(?:my|his|her|their|the)?\s?(?:\(?d\.?o\.?b\b|birth|\(?born)/iu;

/** Digits of a date, at least: those of its year, side by side. */
const LEAST = 4;
/** Characters from the start of a date to its year, at most: `31st   of   September,   de   1971`. */
const LONGEST = 40;

const isBornNear = (text: string, signs: Signs): boolean =>
  clustersWith(LEAST, signs).some(([start, end]) =>
    BORN.test(text.slice(Math.max(0, start - LONGEST - BEFORE), end + BEHIND)),
  );

export const birthDates: Detector = {
  kind: 'birth-date',
  needs: { digits: LEAST },
  patterns: [DATE],
  reach: { before: LONGEST, behind: 0 },
  find(text, signs) {
    if (!isBornNear(text, signs)) return [];
    const found: Finding[] = [];
    let lastEnd = 0; // a word belongs to the first date behind it
    for (const { span } of matchesOf(text, DATE)) {
      const [start, end] = span;
      const before = text.slice(Math.max(lastEnd, start - BEFORE), start);
      if (BORN_BEFORE.test(before) || BORN_BEHIND.test(text.slice(end, end + BEHIND)))
        found.push({ kind: 'birth-date', start, end, certainty: 0.9 });
      lastEnd = end;
    }
    return found;
  },
};
