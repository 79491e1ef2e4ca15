"""The answers that all benchmarks use."""

ANSWERS = {
    "story_type": "Power Fantasy",
    "humiliation_type": "B",
    "offering_who": "a girl fox",
    "offering_what": "a flower",
    "humiliation": "",
    "find": "a glowing relic",
    "do_with_find": "A",
    "villain_crime": "stealing from the village",
}
