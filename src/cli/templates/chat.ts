/** A recipe for questions and answers in the form of chats, as an assistant is tuned on. */

/** @param model address of the model that writes. */
export const recipeText = (name: string, model: string): string => `recipe: ${name}
description: Questions to a helpful assistant and its answers, as chats for fine-tuning.
seed: 1
models: { writer: ${JSON.stringify(model)} }
target: { accepted: 40 }

steps:
  - count: {}

  # Draw what a chat is about: left to itself, a model asks the same questions again and again.
  - fields:
      topic: { category: [cooking, travel, gardening, home repair, personal finance, learning a language] }
      asker: { category: [a beginner, someone in a hurry, a careful planner, a curious teenager] }
      kind: { category: { values: { a how-to question: 3, a request for advice: 2, a comparison: 1 } } }

  - prompt:
      model: writer
      into: question
      prompt: 'Write one question that {{ asker }} asks an assistant about {{ topic }}. It is {{ kind }}. Answer with the question only.'
      temperature: 1
      maxTokens: 100
      whenCut: sentence
  - length: { field: question, words: 4..80 }
  - near-duplicates: { field: question }

  - prompt:
      model: writer
      into: answer
      system: You are a helpful assistant. You answer in a few clear sentences.
      prompt: '{{ question }}'
      maxTokens: 300
      whenCut: sentence
  - length: { field: answer, words: 5..400 }
  - exact-duplicates: { field: answer }

  - statistics: { fields: [topic, kind, question, answer] }
  - diversity: { field: question }
  - cost: {}

  - chat: { path: chat/train.jsonl, user: '{{ question }}', assistant: '{{ answer }}' }
  - card: { tasks: [text-generation] }
`;
