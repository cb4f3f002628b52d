"""What is not TOML is told with its line, and one bad line does not hide the next."""

from __future__ import annotations

from salver.config.syntax import parse


def _told(text: str) -> list[tuple[int | None, str]]:
    return [(problem.line, problem.key) for problem in parse(text, "salver.toml")[1]]


def test_good_text_has_no_problem() -> None:
    assert parse("[gate]\nmode = 'observe'\n", "x") == ({"gate": {"mode": "observe"}}, [])


def test_several_bad_lines_are_told_at_once() -> None:
    text = '[gate]\nmode = protect\n[hold]\nmail = "neutralise\n[log]\nlevel = "info"\nlevel = "debug"\n'
    tree, problems = parse(text, "salver.toml")
    assert [(p.line, p.key) for p in problems] == [(2, "gate.mode"), (4, "hold.mail"), (7, "log.level")]
    assert problems[0].nearest == 'mode = "…", with the text in quotes'
    assert tree == {"gate": {}, "hold": {}, "log": {"level": "info"}}


def test_a_list_left_open_is_one_mistake_and_not_twenty() -> None:
    text = '[identity]\nown_domains = [ "home.example"\n[gate]\nmode = "observe"\n[log]\nlevel = "info"\n'
    assert len(_told(text)) == 1


def test_a_broken_section_name_ends_the_reading() -> None:
    assert _told("[gate\nmode = 'x'\n") == [(1, "syntax")]


def test_a_text_that_never_ends() -> None:
    assert _told('[gate]\nmode = """never\nends') == [(3, "syntax")]


def test_the_value_of_a_bad_line_is_not_repeated() -> None:
    (problem,) = parse("[submission]\npassword = hunter two\n", "salver.toml")[1]
    assert "hunter" not in str(problem)


def test_a_section_that_stands_twice_is_named() -> None:
    _, problems = parse('[identity]\nown_domains = []\n[identity]\nauthserv_id = "x"\n', "salver.toml")
    assert [str(problem) for problem in problems] == [
        "salver.toml:3: identity: found the same section a second time; allowed: [identity] once, with all its keys."
    ]
