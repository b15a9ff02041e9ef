"""How right the converter is: its output against articles and sentences coded by hand.

``read_gold`` and ``align`` compare one article with its gold, ``count`` and ``figures`` sum up,
``faults`` lists what is missed, extra or wrong; ``records`` does the same for single sentences
with one event each, ``event_free`` for sentences that tell none. ``baseline`` codes by trigger
words alone, to show what the rest of the converter is worth. ``docs/evaluation.md`` explains the
forms and the figures.
"""
