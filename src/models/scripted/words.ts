/** Plain English for scripts: sentences that differ, about whatever the prompt is about. */
import { between, type Draw, pick } from './seeded.ts';

/** `count` sentences; some name words of `topics`. */
export function prose(draw: Draw, count: number, topics: readonly string[]): string {
  return Array.from({ length: count }, () => sentence(draw, topics)).join(' ');
}

export function sentence(draw: Draw, topics: readonly string[]): string {
  const parts = pick(draw, PATTERNS).split(' ');
  const said = parts.map((part) => fill(part, draw, topics)).join(' ');
  return said[0]!.toUpperCase() + said.slice(1);
}

/** A few words without a full stop, for names and short fields. */
export const phrase = (draw: Draw, topics: readonly string[]): string =>
  `${pick(draw, ADJECTIVES)} ${noun(draw, topics)}${draw() < 0.4 ? ` ${pick(draw, PLACES)}` : ''}`;

export const word = (draw: Draw): string => pick(draw, pick(draw, [NOUNS, ADJECTIVES, VERBS]));

export const personName = (draw: Draw): string => `${pick(draw, FIRST_NAMES)} ${pick(draw, LAST_NAMES)}`;

/** Content words of a prompt, at most twelve, so that what is said touches what was asked. */
export function topicsOf(prompt: string): readonly string[] {
  const words =
    prompt
      .slice(0, 4000)
      .toLowerCase()
      .match(/[a-z]{5,14}/g) ?? [];
  return [...new Set(words)].filter((each) => !STOP.has(each)).slice(-12);
}

const noun = (draw: Draw, topics: readonly string[]): string =>
  topics.length > 0 && draw() < 0.3 ? pick(draw, topics) : pick(draw, NOUNS);

function fill(part: string, draw: Draw, topics: readonly string[]): string {
  const [kind, tail = ''] = part.split('|');
  switch (kind) {
    case 'N':
      return noun(draw, topics) + tail;
    case 'A':
      return pick(draw, ADJECTIVES) + tail;
    case 'V':
      return pick(draw, VERBS) + tail;
    case 'P':
      return pick(draw, PLACES) + tail;
    case 'T':
      return pick(draw, TIMES) + tail;
    case 'M':
      return pick(draw, FIRST_NAMES) + tail;
    case 'D':
      return between(draw, 2, 97) + tail;
    default:
      return part;
  }
}

const words = (text: string): readonly string[] => text.trim().split(/\s+/);

const PATTERNS = [
  'the A| N| P| needs a A| N| T|.',
  'T|, M| asked whether the N| could V| the A| N|.',
  'my N| did not V| after the A| N| arrived P|.',
  'can you V| the N| before the A| N| closes?',
  'we counted D| N|s P| and found one A| N|.',
  'a A| N| will often V| more than a N| does.',
  'M| and M| compared the A| N| with the N| P|.',
  'please V| my N|, because the N| looks A| T|.',
  'nobody expected the N| to V| so A| a N| T|.',
  'if the N| is A|, V| it and keep the N| P|.',
  'the D| A| N|s P| were ready T|.',
  'how long does it take to V| a A| N|?',
];

const NOUNS = words(`invoice parcel account garden bridge recipe signal ticket lamp river window contract train battery
  keyboard melody harbour market pattern orchard engine letter blanket compass reservation password camera kettle station
  library refund bicycle subscription planet statue sensor notebook tunnel ladder island receipt theory cable forest
  calendar coupon valley printer mirror driver voucher printer museum fountain statement shipment`);
const ADJECTIVES =
  words(`quiet narrow broken late bright hollow patient double faulty golden missing gentle sturdy sudden
  polite distant frozen careful rusty fresh blank modern ancient cheap crooked tender digital local empty heavy warm
  hidden curious solid brief fragile lively remote spare steady`);
const VERBS = words(`repair cancel deliver replace measure confirm borrow return explain upgrade describe collect lift
  inspect balance forward paint count restore protect publish refund move check compare schedule open translate`);
const PLACES = [
  'near the harbour',
  'in the north wing',
  'at the station',
  'behind the school',
  'on the second floor',
  'beside the river',
  'in town',
  'at the counter',
  'under the bridge',
  'in the app',
  'across the valley',
  'at home',
];
const TIMES = [
  'this morning',
  'before noon',
  'last week',
  'on Friday',
  'after the storm',
  'every evening',
  'in March',
  'two days ago',
  'at midnight',
  'since spring',
  'during lunch',
  'by tomorrow',
];
const FIRST_NAMES = words(
  'Amara Bela Chidi Dana Emre Farah Goran Hana Ines Jonas Kavya Liam Mira Noor Olek Priya Quinn Rosa Sven Tomoko Uma Viktor Wanda Yusuf Zoe',
);
const LAST_NAMES = words(
  'Abara Berg Costa Duarte Eriksen Fofana Garcia Hoang Ivanov Jensen Kim Lopez Mbeki Novak Okafor Patel Rossi Sato Tanaka Weber',
);
const STOP = new Set(
  words(`about above after again answer answers because before being below between could does doing
  every exactly example examples field fields following format gives having itself other please return should since text
  their there these thing those through under until using value values where which while whose would write written yours
  string number object array boolean integer nothing else these`),
);
