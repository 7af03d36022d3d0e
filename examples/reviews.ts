/** Product reviews as objects: two models, a judge, and types along the line. The compiler knows every field. */
import { chat, count, fields, judge, nearDuplicates, prompt, recipe, statistics } from 'synthloom';

export default recipe('reviews', {
  description: 'Reviews of household things, each with the question that a shop would ask about it.',
  seed: 11,
  models: {
    writer: 'openai/gpt-5-mini',
    // any server that speaks OpenAI's chat completions: vLLM, llama.cpp, LM Studio, Ollama, OpenRouter
    judge: { use: 'compatible/qwen3-8b', baseUrl: 'http://localhost:8000/v1', temperature: 0 },
  },
  budget: { usd: 1 },
  target: { accepted: 24, per: 'stars', min: 4 },
  steps: [
    count({}),
    fields({
      stars: { category: ['1', '2', '3', '4', '5'] },
      product: { category: ['kettle', 'desk lamp', 'backpack', 'headphones'] },
      customer: { person: { locale: 'en' } },
    }),
    prompt({
      model: 'writer',
      system: 'You write what customers write, in their words.',
      prompt: 'A review of a {{ product }} by {{ customer.firstName }}, which earns {{ stars }} of 5 stars.',
      schema: { review: 'string', followUp: 'string' },
    }),
    judge({
      model: 'judge',
      read: ['stars', 'review'],
      criteria: { fits: 'The text fits the number of stars.' },
      keepFrom: 2.5,
    }),
    nearDuplicates({ field: 'review' }),
    statistics({ fields: ['stars', 'product', 'review'] }),
    chat({ user: '{{ review }}', assistant: '{{ followUp }}' }),
  ],
});
