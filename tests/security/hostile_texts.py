"""Texts that an attacker or a broken program may send."""

MARKUP = "<script>window.struck = 1</script><img src=x onerror='window.struck = 1'>\"'><svg onload=window.struck=1>"
TEXTS = {
    "markup": MARKUP,
    "template": "{{ 7|add:7 }}{% debug %}{% include 'base.html' %}%s%(x)s{0}",
    "attribute": '" autofocus onfocus=window.struck=1 x="',
    "control characters": "a\x01\x02\x07\x08\x0b\x0c\x1b[31m\x7f\x85b",
    "NUL": "a\x00b\x00",
    "right to left": "\u202eevil\u202c \u2066x\u2069 \u200f",
    "zero width": "\u200b\u200c\u200d\ufeff\u2060",
    "emoji": "🦊" * 10_000,
    "combining": "a" + "\u0301" * 2_000,
    "long": "x" * 100_000,
    "lines": "\r\n" * 5_000,
    "not a character": "\ufffe\uffff\U0010ffff",
    "SQL": "'; DROP TABLE stories_story; --",
    "link": "javascript:alert(1) http://127.0.0.1:9/ file:///etc/passwd",
}
# As JSON, since Python itself cannot send them: half of a character, alone.
LONE_SURROGATE = '"\\ud83e half a fox \\udd8a"'
