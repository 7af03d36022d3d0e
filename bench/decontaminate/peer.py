"""Times datatrove's n-gram decontamination filter on texts from standard input, words being what stands between white space."""

import json
import sys
import time

from datatrove.data import Document
from datatrove.pipeline.decont import n_grams
from datatrove.utils.text import simplify_text


class Words:
    def word_tokenize(self, text):
        return text.split()


given = json.load(sys.stdin)
n_grams.load_word_tokenizer = lambda language: Words()
config = n_grams.NGramsDecontConfig(n_grams=13)
each = n_grams.NGramsDecontFilter(index_folder="/nowhere", config=config)
hash_bytes = each.hash_func
each.hash_func = lambda text: hash_bytes(text.encode())  # xxhash 4 takes no str
each._index_hashes = {}
for item in given["items"]:
    words = simplify_text(item, config.norm_config).split()
    for at in range(len(words) - config.n_grams + 1):
        each._index_hashes[each.hash_func(" ".join(words[at : at + config.n_grams]))] = "items"
start = time.process_time()
for text in given["texts"]:
    each.filter(Document(text=text, id=""))
print(json.dumps({"seconds": time.process_time() - start}))
