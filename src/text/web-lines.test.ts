import { expect, test } from 'vitest';
import { webLinesOf } from './web-lines.ts';

test('good lines are sentences, long enough, and no notices', () => {
  const lines = [
    'A whole sentence stands here. And another one.',
    'Menu',
    ' Too short a line. ',
    'This one goes on and on ...',
    'We use cookies to make it all better.',
    '这是一句话。',
    '“It ends with a quote, as they do”',
  ];
  const [good, chinese, quoted] = [lines[0]!, lines[5]!, lines[6]!];
  expect(webLinesOf(lines.join('\r\n'))).toEqual({
    characters: lines.reduce((sum, line) => sum + line.trim().length, 0),
    goodCharacters: good.length + chinese.length + quoted.length,
    sentences: 4,
  });
});

test('characters are code points, of halves too', () => {
  expect(webLinesOf('😀\ud800 \n\n \u3000').characters).toBe(2);
  expect(webLinesOf('')).toEqual({ characters: 0, goodCharacters: 0, sentences: 0 });
});
