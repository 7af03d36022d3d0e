/** A recipe for rows of a table with one column of text that fits the others. */

/** @param model address of the model that writes. */
export const recipeText = (name: string, model: string): string => `recipe: ${name}
description: Product reviews as a table; the text fits the stars, the product and the buyer.
seed: 1
models: { writer: ${JSON.stringify(model)} }
target: { accepted: 40 }

steps:
  - count: {}

  # Each column is drawn, or worked out from others; the order does not matter.
  - fields:
      stars: { category: { values: { '1': 1, '2': 1, '3': 2, '4': 3, '5': 4 } } }
      product: { category: [kettle, lamp, backpack, headphones] }
      part:
        subcategory:
          of: product
          values:
            kettle: [lid, handle, switch]
            lamp: [shade, cable, base]
            backpack: [zip, straps, pockets]
            headphones: [ear pads, battery, microphone]
      buyer: { person: en_GB }
      bought: { date: { from: 2026-01-01, to: 2026-06-30 } }
      price: { number: { distribution: normal, mean: 45, sd: 15, min: 5, max: 120, decimals: 2 } }

  - prompt:
      model: writer
      into: review
      system: You write reviews of products in a web shop, in one or two sentences. Answer with the review only.
      prompt: '{{ stars }} of 5 stars for a {{ product }} that cost {{ price }} euros. {{ buyer.firstName }} writes about its {{ part }}.'
      temperature: 0.9
      maxTokens: 100
      whenCut: sentence

  - length: { field: review, words: 4..80 }
  - near-duplicates: { field: review }

  - statistics: { fields: [stars, product, price, review] }
  - diversity: { field: review }
  - cost: {}

  - csv: data/reviews.csv
  - parquet: data/reviews.parquet
  - card: {}
`;
