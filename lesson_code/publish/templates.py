"""Keep the theme's templates compiled, in the cache that proves what it holds.

Jinja's own store on disk trusts what it reads: one flipped bit in compiled code can end the process without a word.
"""

import base64
from dataclasses import dataclass

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from lesson_code.publish.cache import Cache, Entry, digest, surroundings


@dataclass(frozen=True)
class Compiled(BytecodeCache):
    """Compiled templates among what was executed before."""

    entries: Cache

    def get_cache_key(self, name: str, filename: str | None = None) -> str:
        """Return the name alone, without the folder, which differs from machine to machine."""
        return name

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket, if its template was compiled before."""
        known = self.entries.get(_identity(bucket))
        if known:
            bucket.bytecode_from_string(base64.b64decode(known.value))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        code = base64.b64encode(bucket.bytecode_to_string()).decode()
        self.entries.put(_identity(bucket), Entry(code))


def _identity(bucket: Bucket) -> str:
    return digest("template", surroundings(), bucket.key, bucket.checksum)
