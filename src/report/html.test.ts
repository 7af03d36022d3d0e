import fc from 'fast-check';
import { expect, test } from 'vitest';
import { html, joined } from './html.ts';

test('text is escaped in content and in attributes', () => {
  const evil = `"><script>alert('x')</script>&amp;`;
  const { markup } = html`<p title="${evil}">${evil}</p>`;
  expect(markup).toBe(
    '<p title="&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;">&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;&amp;amp;</p>',
  );
});

test('markup made by html goes in as it stands; lists are joined; nothing is nothing', () => {
  expect(html`${html`<b>${'<'}</b>`}${undefined}${['a', 1, html`<i/>`]}`.markup).toBe('<b>&lt;</b>a1<i/>');
  expect(joined(['a', '<'], html` <i/> `).markup).toBe('a <i/> &lt;');
});

test('numbers never put NaN or Infinity into the page', () => {
  expect(html`${Number.NaN},${1 / 0},${1 / 3}`.markup).toBe('0,0,0.333');
});

test.each([
  ['\u001b[31mred', '␛[31mred'],
  ['a\u0000b\u0007', 'a␀b␇'],
  ['abc\u202eevil\u202c', 'abc⟨U+202E⟩evil⟨U+202C⟩'],
  ['zero\u200bwidth\ufeff', 'zero⟨U+200B⟩width⟨U+FEFF⟩'],
  ['tag \u{e0041}', 'tag ⟨U+E0041⟩'],
  ['line\r\nline\ttab\r', 'line\nline\ttab\n'],
  ['half \ud800 pair', 'half � pair'],
  ['می‌خواهم 👩‍👩‍👧', 'می‌خواهم 👩‍👩‍👧'],
])('what hides or commands becomes visible: %j', (given, shown) => {
  expect(html`${given}`.markup).toBe(shown);
});

test('no text whatever brings a tag, a quote or a control character into the page', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const inside = html`${text}`.markup;
      expect(inside).not.toMatch(/[<>"'\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
      expect(inside.replace(/&(amp|lt|gt|quot|#39);/g, '')).not.toContain('&');
    }),
  );
});
