/** A recipe for questions that a passage answers, judged by a model. */

/** @param model address of the model that writes and judges. */
export const recipeText = (name: string, model: string): string => `recipe: ${name}
description: Short passages, a question about each, and its answer.
seed: 1
models: { writer: ${JSON.stringify(model)}, judge: ${JSON.stringify(model)} }
target: { accepted: 30 }

steps:
  # To ask about texts of your own, put \`- file: { path: texts.jsonl }\` here, and leave out the first \`prompt\`.
  - count: {}
  - fields:
      subject: { category: [rivers, bridges, the human heart, old maps, bees, volcanoes, paper, the moon] }
      angle: { category: [how it works, its history, a surprising fact, why it matters to people] }

  - prompt:
      model: writer
      into: passage
      prompt: 'Write a short passage of three plain sentences about {{ subject }}: {{ angle }}.'
      maxTokens: 160
      whenCut: sentence
  - prompt:
      model: writer
      into: question
      prompt: |-
        Passage: {{ passage }}

        Write one question that the passage answers. Answer with the question only.
      maxTokens: 60
      whenCut: sentence
  - prompt:
      model: writer
      into: answer
      prompt: |-
        Passage: {{ passage }}

        Question: {{ question }}
        Answer in one sentence, from the passage alone.
      maxTokens: 100
      whenCut: sentence

  - length: { field: question, words: 3..60 }
  - near-duplicates: { field: question }

  # A score for each sample; with \`keepFrom: 3\`, what scores lower is dropped.
  - judge:
      model: judge
      about: They are passages, each with a question and its answer.
      read: [passage, question, answer]
      criteria: { grounded: Does the passage alone answer the question in the way the answer says? }

  - statistics: { fields: [subject, angle, question, answer] }
  - diversity: { field: question }
  - cost: {}

  - jsonl: data/train.jsonl
  - card: { tasks: [question-answering] }
`;
