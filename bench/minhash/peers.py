"""The same documents signed by datatrove, rensa and text-dedup: prints seconds of processor time, medians, by what was measured."""
import json, resource, statistics, sys, tempfile

path, rounds = sys.argv[1], int(sys.argv[2])
texts = [json.loads(line)["data"]["text"] for line in open(path, encoding="utf8")]


def median_seconds(work):
    taken = []
    for _ in range(rounds):
        before = resource.getrusage(resource.RUSAGE_SELF)
        work()
        after = resource.getrusage(resource.RUSAGE_SELF)
        taken.append(after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime)
    return statistics.median(taken)


def datatrove_signatures():
    from datatrove.pipeline.dedup import minhash

    class Whitespace:
        def word_tokenize(self, text):
            return text.split()

    minhash.load_word_tokenizer = lambda _: Whitespace()
    config = minhash.MinhashConfig(n_grams=5, num_buckets=16, hashes_per_bucket=8)
    step = minhash.MinhashDedupSignature(tempfile.mkdtemp(), config)
    hash_bytes = step._hash_func
    step._hash_func = lambda text: hash_bytes(text.encode())  # xxhash 4 takes no str

    def work():
        for text in texts:
            shingles = step.get_shingles(text)
            if shingles.size != 0:
                step.get_signature(shingles)

    return work


def rensa_signatures():
    from rensa import RMinHash

    def work():
        for text in texts:
            words = text.lower().split()
            sketch = RMinHash(num_perm=128, seed=42)
            sketch.update([" ".join(words[i : i + 5]) for i in range(max(1, len(words) - 4))])
            sketch.digest()

    return work


def text_dedup_signatures():
    import numpy as np
    from text_dedup import minhash

    rng = np.random.RandomState(42)
    most = np.uint32((1 << 32) - 1)
    prime = np.uint32((1 << 32) - 5)
    given = {
        "num_perm": 128,
        "ngram_size": 5,
        "min_length": 0,
        "hashranges": [(i, i + 8) for i in range(0, 128, 8)],
        "permutations": (
            rng.randint(1, prime, size=128, dtype=np.uint64).astype(np.uint32),
            rng.randint(0, prime, size=128, dtype=np.uint64).astype(np.uint32),
        ),
        "hash_func": minhash.xxh3_32hash,
        "dtype": np.uint32,
        "max_hash": most,
        "modulo_prime": prime,
    }

    def work():
        for number, text in enumerate(texts):
            minhash.embed_func(text, number, **given)

    return work


def rensa_from_hashes():
    import xxhash
    from rensa import RMinHash

    hashes, offsets = [], [0]
    for text in texts:
        words = text.lower().split()
        for i in range(max(1, len(words) - 4)):
            hashes.append(xxhash.xxh32_intdigest(" ".join(words[i : i + 5]).encode()))
        offsets.append(len(hashes))
    return lambda: RMinHash.digest_matrix_from_flat_token_hashes(hashes, offsets, 128, 42)


peers = {
    "datatrove, words at white space": datatrove_signatures,
    "rensa, shingles as Python texts": rensa_signatures,
    "text-dedup, `embed_func`": text_dedup_signatures,
    "rensa, permutations only, of ready hashes": rensa_from_hashes,
}
found = {}
for name, make in peers.items():
    try:
        found[name] = median_seconds(make())
    except Exception as error:
        print(f"{name}: {error}", file=sys.stderr)
print(json.dumps(found))
