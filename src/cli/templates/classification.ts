/** A recipe for labelled texts, as a classifier is trained on. */

/** @param model address of the model that writes. */
export const recipeText = (name: string, model: string): string => `recipe: ${name}
description: Short messages of customers, each labelled with what the customer wants.
seed: 1
models: { writer: ${JSON.stringify(model)} }

# So many samples of each label that pass all filters; the run goes on until they are there.
target: { per: label, min: 20 }

steps:
  - count: {}

  # Draw what a text is about: left to itself, a model writes the same text again and again.
  - fields:
      label: { category: [delivery, refund, complaint, praise] }
      mood: { category: [calm, worried, annoyed, friendly] }
      product: { category: [kettle, lamp, backpack, headphones, rain jacket, desk chair] }

  - prompt:
      model: writer
      system: You write short messages that customers send to an online shop. Answer with the message only.
      prompt: 'A {{ mood }} customer writes about a {{ product }}. Topic: {{ label }}.'
      match: label
      exemplars:
        - { label: delivery, mood: worried, product: tent, text: 'My tent should have come on Monday. Is it lost?' }
        - { label: refund, mood: calm, product: toaster, text: I sent the toaster back last week. When do I see my money? }
        - { label: complaint, mood: annoyed, product: mug, text: 'The mug was cracked when I opened the box, again!' }
        - { label: praise, mood: friendly, product: scarf, text: 'The scarf is even softer than it looks, thank you!' }
      shots: 1
      temperature: 0.9
      maxTokens: 80
      whenCut: sentence

  - length: 4..60
  - exact-duplicates: { field: text }
  - near-duplicates: { field: text }

  - statistics: { fields: [label, mood, text] }
  - diversity: { field: text, per: label }
  - cost: {}

  - jsonl: data/train.jsonl
  - card: { tasks: [text-classification] }
`;
