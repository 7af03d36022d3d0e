/** What a model address of a recipe means. */

export type Address =
  | { readonly kind: 'scripted' }
  | { readonly kind: 'embedded'; readonly weights: string | undefined }
  | { readonly kind: 'provider'; readonly provider: 'openai' | 'anthropic' | 'google'; readonly model: string }
  | { readonly kind: 'compatible'; readonly model: string };

/** Reads `openai/…`, `compatible/…`, `embedded`, `embedded/<weights>`, `embedded:<path>`, `hf:…`, `*.gguf`, `scripted`. */
export function readAddress(use: string): Address | undefined {
  if (use === 'scripted' || use.startsWith('scripted/')) return { kind: 'scripted' };
  if (use === 'embedded') return { kind: 'embedded', weights: undefined };
  if (use.startsWith('embedded/') || use.startsWith('embedded:'))
    return { kind: 'embedded', weights: use.slice('embedded/'.length) };
  if (use.startsWith('hf:') || use.endsWith('.gguf')) return { kind: 'embedded', weights: use };
  const slash = use.indexOf('/');
  const [provider, model] = [use.slice(0, slash), use.slice(slash + 1)];
  if (slash < 1 || model === '') return undefined;
  if (provider === 'compatible') return { kind: 'compatible', model };
  if (provider === 'openai' || provider === 'anthropic' || provider === 'google')
    return { kind: 'provider', provider, model };
  return undefined;
}
