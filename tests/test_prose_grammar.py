"""The parser of grammars, and the named rules of sentences about money."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from pipelines.facts.prose.peg import Grammar, GrammarError, Node
from pipelines.facts.prose.reading import _HANDLERS
from pipelines.facts.prose.tokens import plain, tokenise
from pipelines.reference.prose import grammar_text, item_rules, terms

GRAMMAR = Grammar(grammar_text())


@dataclass
class Tok:
    kind: str


def toks(text: str) -> list[Tok]:
    return [Tok(kind) for kind in text.split()]


def pieces(text: str) -> list[tuple[str, str]]:
    """The named pieces of a sentence with the words they span, separators left out."""
    tokens = tokenise(plain(text).text)
    tree = GRAMMAR.parse("sentence", tokens)
    assert tree is not None
    found = []
    for part in tree.parts:
        piece = part.value
        assert isinstance(piece, Node)
        inner = piece.parts[0].value if piece.parts else None
        if isinstance(inner, Node) and inner.rule != "separator":
            found.append((inner.rule, "".join(token.text for token in tokens[inner.start : inner.end])))
    return found


def test_ordered_choice_repetition_lookahead_and_labels() -> None:
    grammar = Grammar("start <- item* END\nitem <- one:A two:B / lone:A !B / C+ &D / D")
    tree = grammar.parse("start", toks("A B A C C D"))
    assert tree is not None
    items = [part.value for part in tree.parts]
    assert [part.label for item in items if isinstance(item, Node) for part in item.parts] == [
        "one",
        "two",
        "lone",
        "C",
        "C",
        "D",
    ]
    assert grammar.parse("start", toks("A B C A")) is None


def test_get_and_all_give_parts_by_label() -> None:
    tree = Grammar("list <- value:A (B value:A)*").parse("list", toks("A B A B A"))
    assert tree is not None
    assert tree.all("value") == (0, 2, 4)
    assert tree.get("value") == 0
    assert tree.get("other") is None


@pytest.mark.parametrize("text", ["rule A B", "rule <- (A", "rule <- A )", "rule <- / A", "rule <- A ! "])
def test_a_grammar_that_cannot_be_read_says_which_rule(text: str) -> None:
    with pytest.raises(GrammarError, match="rule"):
        Grammar(text)


def test_an_unknown_rule_is_an_error_and_not_a_miss() -> None:
    with pytest.raises(KeyError):
        Grammar("start <- nothing").parse("start", toks("A"))


def test_every_rule_that_is_a_piece_is_handled() -> None:
    tree_rules = {"heading_word", "separator", "figure", "phrase", "level", "absence", "respectively", "base", "change"}
    tree_rules |= {"growth", "equal", "deviation", "completion", "rate", "share", "become", "turned"}
    assert set(_HANDLERS) == tree_rules
    assert tree_rules <= set(GRAMMAR.names)


def test_every_token_class_of_the_grammar_exists() -> None:
    known = {term.kind.upper() for term in terms()} | {
        "MONEY", "COUNT", "SCORE", "PERCENT", "POINTS", "RATIO", "NO_RATE", "BARE", "UNCOUNTED", "PASSED", "TEXT",
        "PERIOD", "MARK", "FUNCTION", "ECONOMIC", "COMMA", "SEMICOLON", "COLON", "ENUMERATION", "OPEN", "CLOSE",
        "STOP", "DASH", "END",
    }  # fmt: skip
    import re

    text = "\n".join(line.split("#")[0] for line in grammar_text().splitlines())
    assert set(re.findall(r"\b[A-Z_]{2,}\b", text)) <= known


def test_every_feature_that_an_item_needs_is_said_by_some_term() -> None:
    said = {feature for term in terms() if term.kind in ("item", "source", "stage") for feature in term.features}
    said |= {term.value for term in terms() if term.kind in ("unit", "weak_unit", "scope")}
    said |= {"fund", "subject", "department", "government", "at_end", "at_start"}
    for rule in item_rules():
        assert rule.needs <= said, rule.item


def test_no_word_stands_twice_in_a_class() -> None:
    seen = [(term.kind, term.text) for term in terms()]
    assert len(seen) == len(set(seen))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "收入、支出预算总计20849.45万元，与上年相比收、支预算总计各增加2043.58万元，增长10.87%。",
            [
                ("figure", "收入、支出预算总计20849.45万元"),
                ("base", "与上年相比"),
                ("phrase", "收、支预算总计"),
                ("change", "各增加2043.58万元"),
                ("growth", "增长10.87%"),
            ],
        ),
        (
            "支出决算为0.39万元，完成预算的13.68%，决算数小于预算数。",
            [
                ("figure", "支出决算为0.39万元"),
                ("completion", "完成预算的13.68%"),
                ("phrase", "决算数"),
                ("deviation", "小于预算数"),
            ],
        ),
        (
            "完成全年预算84.82万元的73.2%，比2019年（疫情前）决算数减少24.87万元，降低28.6%。",
            [
                ("completion", "完成全年预算84.82万元的73.2%"),
                ("base", "比2019年(疫情前)决算数"),
                ("change", "减少24.87万元"),
                ("growth", "降低28.6%"),
            ],
        ),
        (
            "由上年同期的53:47变动为67:33，税收收入占比提高了14个百分点。",
            [
                ("become", "由上年同期的53:47变动为67:33"),
                ("phrase", "税收收入"),
                ("growth", "提高了14个百分点"),
            ],
        ),
        (
            "支出决算减少为0.00万元，与2024年预算一致0万元。",
            [
                ("phrase", "支出决算"),
                ("level", "减少为0.00万元"),
                ("base", "与2024年预算"),
                ("equal", "一致0万元"),
            ],
        ),
        ("占本年支出合计的99.86%。", [("share", "占本年支出合计的99.86%")]),
        ("甲、乙分别为1万元、2万元。", [("phrase", "甲"), ("phrase", "乙"), ("respectively", "分别为1万元、2万元")]),
        ("单价100万元（含）以上设备0台（套）。", [("figure", "单价100万元(含)以上设备0台(套)")]),
        (
            "本部门无政府性基金预算财政拨款收入和支出。",
            [("phrase", "本部门"), ("absence", "无政府性基金预算财政拨款收入和支出")],
        ),
        ("较2022年122.44万元增加68.54万元。", [("base", "较2022年122.44万元"), ("change", "增加68.54万元")]),
    ],
)
def test_the_rules_find_the_pieces(sentence: str, expected: list[tuple[str, str]]) -> None:
    assert pieces(sentence) == expected
