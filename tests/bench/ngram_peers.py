#SPDX - License - Identifier : Apache - 2.0
"""The numpy operations that eval-time caches are written with, timed for the benchmarks beside this
file: `ngram_peers.py PEER TOKENS COUNT` prints the thread CPU seconds of one run over COUNT
positions. TOKENS is a file of uint16 token ids. Peers: add_at, bincount, online."""
import sys
import time

import numpy as np

PRIMES = np.array([36313, 27191, 51647, 81929, 131071, 175447, 209591], dtype=np.uint64)
ORDERS = range(2, 16)
BUCKETS = 1 << 22
MASK = np.uint64(BUCKETS - 1)
SEGMENT = 64


def keys(tokens, first, last, order):
    """Context and full keys of the positions first..last that have them."""
    width = order - 1
    positions = np.arange(max(first, width), last + 1)
    hashed = np.zeros(len(positions), dtype=np.uint64)
    for k in range(width):
        hashed ^= tokens[positions - width + k].astype(np.uint64) * PRIMES[k % 7]
    target = tokens[positions].astype(np.uint64) * PRIMES[width % 7]
    return (hashed & MASK).astype(np.int64), ((hashed ^ target) & MASK).astype(np.int64)


def empty():
    return {
o: (np.zeros(BUCKETS, np.uint32), np.zeros(BUCKETS, np.uint32)) for o in ORDERS
}

def prefill(tokens, last, tables, count):
    for order in ORDERS:
        for table, key in zip(tables[order], keys(tokens, 1, last, order)):
            count(table, key)


def add_at(table, key):
    np.add.at(table, key, 1)


def bincount(table, key):
    table += np.bincount(key, minlength=BUCKETS).astype(np.uint32)


def score(tokens, first, last, tables, neural, entropy):
    """Backoff from the highest order down, the order-adaptive gate, the mix."""
    count = last - first + 1
    matched = np.zeros(count, dtype=np.int64)
    context = np.zeros(count)
    full = np.zeros(count)
    for order in reversed(ORDERS):
        ctx_key, full_key = keys(tokens, first, last, order)
        ctx = tables[order][0][ctx_key]
        hit = (matched == 0) & (ctx >= 2)
        if hit.any():
            matched[hit] = order
            context[hit] = ctx[hit]
            full[hit] = tables[order][1][full_key[hit]]
    has = matched > 0
    q = np.clip(np.minimum(full[has], context[has]) / np.maximum(context[has], 1.0), 0.0, 1.0)
    center = 4.5 - (matched[has] - 2) / 13.0 * 2.0
    alpha = 0.05 + 0.55 / (1.0 + np.exp(-2.0 * (entropy[has] - center)))
    mixed = neural.copy()
    mixed[has] = (1.0 - alpha) * neural[has] + alpha * q
    return -np.log(np.clip(mixed, 1e-12, 1.0)).sum()


def online(tokens, count):
    """Segments of 64 at the end of the stream, scored and inserted, after a prefill of the rest."""
    start = len(tokens) - count
    tables = empty()
    prefill(tokens, start - 1, tables, bincount)
    neural = np.full(SEGMENT, 0.25)
    entropy = np.full(SEGMENT, 2.0)
    begin = time.thread_time()
    total = 0.0
    for first in range(start, len(tokens) - SEGMENT + 1, SEGMENT):
        last = first + SEGMENT - 1
        total += score(tokens, first, last, tables, neural, entropy)
        for order in ORDERS:
            for table, key in zip(tables[order], keys(tokens, first, last, order)):
                np.add.at(table, key, 1)
    return time.thread_time() - begin


def main():
    peer, path, count = sys.argv[1], sys.argv[2], int(sys.argv[3])
    tokens = np.fromfile(path, dtype="<u2")
    if peer == "online":
        print(online(tokens, count))
        return
    tables = empty()
    begin = time.thread_time()
    prefill(tokens, count, tables, {"add_at": add_at, "bincount": bincount}[peer])
    print(time.thread_time() - begin)


main()
