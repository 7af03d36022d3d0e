"""datatrove's filters and its PII formatter on texts from standard input, words being what stands between white space: prints
seconds of processor time of one pass over the texts, medians, and how many texts each lets through or leaves as they are."""
import json, statistics, sys, time

from datatrove.data import Document
from datatrove.pipeline.decont import n_grams
from datatrove.pipeline.filters import gopher_quality_filter, gopher_repetition_filter
from datatrove.pipeline.formatters.pii import PIIFormatter
from datatrove.utils.text import simplify_text


class Words:
    def word_tokenize(self, text):
        return text.split()


given = json.load(sys.stdin)
texts, rounds = given["texts"], given["rounds"]

for module in (gopher_quality_filter, gopher_repetition_filter):
    module.split_into_words = lambda text, language: text.split()
ALL = 1e9  # no mark stops a filter: every measure of every text is reckoned, as ours are
quality = gopher_quality_filter.GopherQualityFilter()
repetition = gopher_repetition_filter.GopherRepetitionFilter(
    *([ALL] * 4), top_n_grams=[(n, ALL) for n in (2, 3, 4)], dup_n_grams=[(n, ALL) for n in range(5, 11)]
)

n_grams.load_word_tokenizer = lambda language: Words()
config = n_grams.NGramsDecontConfig(n_grams=given["n"])
decontaminate = n_grams.NGramsDecontFilter(index_folder="/nowhere", config=config)
hash_bytes = decontaminate.hash_func
decontaminate.hash_func = lambda text: hash_bytes(text.encode())  # xxhash 4 takes no str
decontaminate._index_hashes = {}
for item in given["items"]:
    words = simplify_text(item, config.norm_config).split()
    for at in range(len(words) - config.n_grams + 1):
        decontaminate._index_hashes[decontaminate.hash_func(" ".join(words[at : at + config.n_grams]))] = "items"

formatter = PIIFormatter()


def kept(each):
    return lambda: sum(each.filter(Document(text=text, id="")) is True for text in texts)


def measured(work):
    seconds = []
    for _ in range(rounds):
        start = time.process_time()
        said = work()
        seconds.append(time.process_time() - start)
    return {"seconds": statistics.median(seconds), "said": said}


print(
    json.dumps(
        {
            "quality": measured(kept(quality)),
            "repetition": measured(kept(repetition)),
            "decontaminate": measured(kept(decontaminate)),
            "pii": measured(lambda: sum(formatter.format(text) == text for text in texts)),
        }
    )
)
