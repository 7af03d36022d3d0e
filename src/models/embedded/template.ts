/** Messages as the tokens that a model was trained to read them in. */
import type { ChatHistoryItem, ChatWrapper, LlamaModel, Token } from 'node-llama-cpp';
import type { Message } from '../../core/model.ts';

type Llama = typeof import('node-llama-cpp');

/** Renders conversations for one model. */
export interface Template {
  readonly name: string;
  /**
   * Tokens up to where the answer begins. A last message of the assistant's is continued, not answered;
   * `answer` is put after it, as the beginning of what the model says.
   */
  tokens(messages: readonly Message[], answer?: string): Token[];
  /** Texts at which an answer ends besides the model's own end token. */
  readonly stops: readonly string[];
}

/**
 * @param name `zephyr`, `qwen3`, or `gguf`: as the file's metadata says.
 * User text that looks like a control token is tokenised as text: it cannot end its own message.
 */
export function templateOf(name: string, model: LlamaModel, llama: Llama): Template {
  const wrapper = wrapperOf(name, model, llama);
  const bos = model.tokens.shouldPrependBosToken ? model.tokens.bos : null;
  const tokens = (messages: readonly Message[], answer = '') => {
    const { contextText } = wrapper.generateContextState({ chatHistory: history(messages, answer) });
    const body = contextText.tokenize(model.tokenizer);
    return bos === null || body[0] === bos ? body : [bos, ...body];
  };
  return { name: wrapper.wrapperName, tokens, stops: stopsOf(wrapper) };
}

function wrapperOf(name: string, model: LlamaModel, llama: Llama): ChatWrapper {
  if (name === 'zephyr') return new llama.JinjaTemplateChatWrapper({ template: ZEPHYR });
  // Thinking costs hundreds of tokens an answer, which a small model on a processor cannot afford.
  const quiet = { warningLogs: false, customWrapperSettings: { qwen: { thoughts: 'discourage' } } } as const;
  if (name === 'qwen3') return llama.resolveChatWrapper(model, { ...quiet, type: 'qwen' });
  return llama.resolveChatWrapper(model, quiet);
}

function history(messages: readonly Message[], answer: string): ChatHistoryItem[] {
  const items = messages.map(({ role, content }): ChatHistoryItem => {
    if (role === 'assistant') return { type: 'model', response: [content] };
    return { type: role, text: content };
  });
  const last = messages.at(-1);
  if (last?.role !== 'assistant') return [...items, { type: 'model', response: [answer] }];
  return [...items.slice(0, -1), { type: 'model', response: [last.content + answer] }];
}

/** Plain texts only: end tokens end an answer by themselves. */
function stopsOf(wrapper: ChatWrapper): readonly string[] {
  const { stopGenerationTriggers } = wrapper.generateContextState({
    chatHistory: [
      { type: 'user', text: 'a' },
      { type: 'model', response: [''] },
    ],
  });
  return stopGenerationTriggers.flatMap(({ values }) => {
    const text = values.map((part) => (typeof part === 'string' ? part : undefined));
    return text.length === 0 || text.includes(undefined) ? [] : [text.join('')];
  });
}

/** Of HuggingFaceH4/zephyr-7b-beta, with which TinyLlama-Chat was trained too. */
const ZEPHYR = `{% for message in messages %}
{% if message['role'] == 'user' %}
{{ '<|user|>
' + message['content'] + eos_token }}
{% elif message['role'] == 'system' %}
{{ '<|system|>
' + message['content'] + eos_token }}
{% elif message['role'] == 'assistant' %}
{{ '<|assistant|>
' + message['content'] + eos_token }}
{% endif %}
{% if loop.last and add_generation_prompt %}
{{ '<|assistant|>' }}
{% endif %}
{% endfor %}`;
