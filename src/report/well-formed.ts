/** A strict reader of the XML that our drawings use, for tests: elements, quoted attributes, the five entities. */

const token = /<\/([a-zA-Z][\w:-]*)\s*>|<([a-zA-Z][\w:-]*)((?:\s+[a-zA-Z_:][\w:.-]*="[^"<]*")*)\s*(\/?)>|([^<]+)/y;
const entity = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)/;

/** Why a text is not one well-formed element; undefined when it is. */
export function whyNotWellFormed(text: string): string | undefined {
  const open: string[] = [];
  let elements = 0;
  for (token.lastIndex = 0; token.lastIndex < text.length; ) {
    const at = token.lastIndex;
    const found = token.exec(text);
    if (found === null) return `what stands at ${at} is neither a tag nor text: ${text.slice(at, at + 60)}`;
    const [whole, closes, opens, attributes = '', alone, content] = found;
    if (entity.test(whole)) return `a bare & at ${at}`;
    if (content !== undefined && open.length === 0 && content.trim() !== '')
      return `text outside of the element: ${content}`;
    if (closes !== undefined && open.pop() !== closes) return `</${closes}> at ${at} closes what is not open`;
    if (opens === undefined) continue;
    if (open.length === 0 && ++elements > 1) return 'more than one element';
    const names = [...attributes.matchAll(/([\w:.-]+)="/g)].map((match) => match[1]);
    if (new Set(names).size !== names.length) return `an attribute twice at ${at}`;
    if (alone !== '/') open.push(opens);
  }
  if (elements === 0) return 'no element';
  return open.length === 0 ? undefined : `<${open.at(-1)}> is never closed`;
}
