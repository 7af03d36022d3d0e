/** Statements of XQuAD with one number, date or name put in another’s place, and the same statements told in another way. */
import { datesIn } from '../../src/text/dates.ts';
import { namesIn } from '../../src/text/names.ts';
import { quantitiesIn } from '../../src/text/quantities.ts';
import { sentencesIn } from '../../src/text/sentences.ts';
import { textIn } from '../data-files.ts';

type Swapped = 'number' | 'date' | 'name';

export interface Planted {
  readonly source: string;
  readonly question: string;
  readonly claim: string;
  readonly kind: Swapped;
  /** Where the wrong value comes from: another text, or elsewhere in the same one. */
  readonly from: 'elsewhere' | 'same text';
  /** Whether the claim is the bare answer, or the source’s own sentence around it. */
  readonly form: 'answer' | 'sentence';
}

interface Asked {
  readonly source: string;
  readonly question: string;
  readonly answer: string;
  readonly at: number;
}

export function questions(data: string): Asked[] {
  interface Paragraph {
    context: string;
    qas: { question: string; answers: { text: string; answer_start: number }[] }[];
  }
  const articles = JSON.parse(textIn(data, 'qa/xquad-en-dev32.json.gz')).data as { paragraphs: Paragraph[] }[];
  return articles.flatMap(({ paragraphs }) =>
    paragraphs.flatMap(({ context, qas }) =>
      qas.map(({ question, answers: [answer] }) => ({
        source: context,
        question,
        answer: answer!.text,
        at: answer!.answer_start,
      })),
    ),
  );
}

/** One number, date or name of each third sentence of Wikipedia articles, as if it had been asked for. */
export function articleFacts(data: string, most: number): Asked[] {
  const articles = textIn(data, 'qa/wiki-demo.txt.gz').trim().split('\n');
  return articles.flatMap((article) => {
    const source = article.slice(0, LONGEST_ARTICLE);
    const sentences = sentencesIn(source).filter((_, index) => index % 3 === 1);
    return sentences.slice(0, most).flatMap(({ start, end }) => {
      const text = source.slice(start, end);
      const facts = [...datesIn(text), ...quantitiesIn(text, datesIn(text)), ...namesIn(text)];
      const fact = facts.find((each) => kindOf(text.slice(each.start, each.end)) !== undefined);
      if (fact === undefined) return [];
      return [{ source, question: '', answer: text.slice(fact.start, fact.end), at: start + fact.start }];
    });
  });
}

/** Characters; a passage is what a step is shown, not a book. */
const LONGEST_ARTICLE = 4000;

/** Every answer that is a number, a date or a name, with each kind of wrong value that there is for it. */
export function planted(asked: readonly Asked[], random: () => number): Planted[] {
  const values = asked.map(({ answer }) => ({ answer, kind: kindOf(answer) }));
  return asked.flatMap((own, row): Planted[] => {
    const { kind, answer } = values[row]!;
    if (kind === undefined) return [];
    const strangers = values.filter(
      (each) =>
        each.kind === kind &&
        !own.source.toLowerCase().includes(each.answer.toLowerCase()) &&
        shapeOf(each.answer) === shapeOf(answer),
    );
    const inside = valuesIn(own.source, kind).filter((value) => !answer.includes(value) && !value.includes(answer));
    const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)];
    return [
      ...swap(own, { kind, value: pick(strangers.map((each) => each.answer)), from: 'elsewhere' }),
      ...swap(own, { kind, value: pick(inside), from: 'same text' }),
    ];
  });
}

function swap(
  { source, question, answer, at }: Asked,
  { kind, value, from }: { kind: Swapped; value: string | undefined; from: Planted['from'] },
): Planted[] {
  if (value === undefined) return [];
  const sentence = sentencesIn(source).find(({ start, end }) => start <= at && end >= at + answer.length);
  const whole = sentence && source.slice(sentence.start, at) + value + source.slice(at + answer.length, sentence.end);
  const shared = { source, question, kind, from };
  return [
    { ...shared, claim: value, form: 'answer' },
    ...(whole === undefined || source.includes(whole) ? [] : [{ ...shared, claim: whole, form: 'sentence' } as const]),
  ];
}

/** What an answer is, where it is that and little else. */
function kindOf(answer: string): Swapped | undefined {
  const words = answer.split(/\s+/).length;
  if (datesIn(answer).length === 1 && words <= 4) return 'date';
  if (quantitiesIn(answer).length === 1 && words <= 3 && /\d/.test(answer)) return 'number';
  const names = namesIn(`It is ${answer}`);
  return names.length > 0 && names.length === words && words <= 4 ? 'name' : undefined;
}

/** Years stand for years, and other numbers for others. */
const shapeOf = (answer: string) => (/^\s*[12]\d{3}\s*$/.test(answer) ? 'year' : 'other');

function valuesIn(source: string, kind: Swapped): string[] {
  const cut = ({ start, end }: { start: number; end: number }) => source.slice(start, end);
  if (kind === 'date') return datesIn(source).map(cut);
  if (kind === 'number')
    return quantitiesIn(source, datesIn(source))
      .map(cut)
      .filter((value) => /\d/.test(value));
  return namesIn(source).map(cut);
}

/** The same thing in another way of writing, which must not be held against it. */
export function retold({ source, at, answer, question }: Asked): { source: string; question: string; claim: string }[] {
  const sentence = sentencesIn(source).find(({ start, end }) => start <= at && end >= at + answer.length);
  if (sentence === undefined) return [];
  const whole = source.slice(sentence.start, sentence.end);
  const told = [
    whole.replaceAll(/(\d),(?=\d{3})/g, '$1'),
    whole.replaceAll(
      /\b(\d{1,2}) (January|February|March|April|May|June|July|August|September|October|November|December),? (\d{4})/g,
      '$2 $1, $3',
    ),
    whole.replaceAll(
      /\b(January|February|March|April|May|June|July|August|September|October|November|December) (\d{1,2}), (\d{4})/g,
      '$2 $1 $3',
    ),
    whole
      .replaceAll(/\bfive\b/g, '5')
      .replaceAll(/\bthree\b/g, '3')
      .replaceAll(/\btwo\b/g, '2')
      .replaceAll(/\bfour\b/g, '4'),
    whole.replaceAll(/(\d) ?%/g, '$1 percent').replaceAll(/(\d) percent/g, '$1%'),
    whole.replace(/^(.*?), (.*)$/s, '$2'),
    `It is said that ${whole.replace(/^(?:The|A|In|It|This)\b/, (word) => word.toLowerCase())}`,
  ];
  return [...new Set(told)].filter((claim) => claim !== whole).map((claim) => ({ source, question, claim }));
}
