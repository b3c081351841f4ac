"""Fill the form in by its keys alone: Tab, Shift+Tab, arrows, Space, Enter and letters.

The page is read to decide which key comes next, never to set anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from tests.form.driver import Form

#: Look at a control before walking to it: how many stops of the Tab key lead there (below
#: zero it lies behind), what stands in it, what it offers. What has the focus is in view.
LOOK = """async (wanted) => {
  const controls = 'a[href], button, input, select, textarea, summary';
  const group = (radio) => [...document.getElementsByName(radio.name)];
  const entry = (all) => all.find((one) => one.checked) ?? all[0];
  const stop = (e) => e.matches(controls) && e.tabIndex >= 0 && !e.matches(':disabled') &&
    e.checkVisibility() && (e.type !== 'radio' || entry(group(e)) === e);
  let target = document.querySelector(wanted);
  for (; !target; target = document.querySelector(wanted))
    await new Promise((done) => setTimeout(done, 5));
  const choices = target.type === 'radio'
    ? group(target).map((e) => [e.value, '', e.checked])
    : [...(target.options ?? [])].map((e) => [e.value, e.text, e.selected]);
  if (target.type === 'radio') target = entry(group(target));
  const now = document.activeElement, box = now.getBoundingClientRect();
  const on = document.elementFromPoint(box.left + box.width / 2, box.top + 2);
  if (now.matches(controls) && (box.top < 0 || !now.contains(on)))
    throw new Error(`out of sight: ${now.outerHTML.slice(0, 200)}`);
  const found = { steps: 0, text: target.value ?? '', choices };
  if (target === now) return found;
  if (!stop(target)) throw new Error(`the Tab key does not stop at ${wanted}`);
  const back = now.compareDocumentPosition(target) & Node.DOCUMENT_POSITION_PRECEDING;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_ELEMENT);
  walker.currentNode = now;
  // A date has four stops of its own; typed in, its third has the focus.
  found.steps = now.type === 'date' && !back ? 2 : 1;
  for (;;) {
    const next = back ? walker.previousNode() : walker.nextNode();
    if (next === target) return { ...found, steps: back ? -found.steps : found.steps };
    if (stop(next)) found.steps += next.type === 'date' ? 4 : 1;
  }
}"""
#: A longer list is searched by typing; a shorter one is walked through.
WALKED = 12
#: A longer text is put in at once, as dictation or an input method does.
TYPED = 12
#: Letters of a document's name that are searched for.
SOUGHT = 4


class Keyboard:
    """The keys of a form; dates are typed the American way, Chromium's default."""

    def __init__(self, form: Form) -> None:
        self.page = form.page
        self.keys = form.page.keyboard
        # Playwright takes file dialogs over from now on; later would be too late for Enter.
        self.page.on("filechooser", lambda _: None)

    def press(self, key: str, times: int = 1) -> None:
        """Press a key so often; it is held down while it repeats."""
        if times == 1:
            self.keys.press(key)
            return
        *held, last = key.split("+")
        for modifier in held:
            self.keys.down(modifier)
        for _ in range(times):
            self.keys.down(last)
        for one in (last, *held):
            self.keys.up(one)

    def reach(self, wanted: str) -> dict[str, Any]:
        """Walk to a control; returns what was seen there."""
        seen: dict[str, Any] = self.page.evaluate(LOOK, wanted)
        if steps := seen["steps"]:
            self.press("Tab" if steps > 0 else "Shift+Tab", abs(steps))
        return seen

    def follow(self, wanted: str) -> None:
        """Walk to a link or button and press Enter."""
        self.reach(wanted)
        self.press("Enter")

    def turn_to(self, name: str) -> None:
        """Go to a page by its link in the list; its title gets the focus."""
        self.follow(f"#nav-{name}")
        self.page.locator(f"#title-{name}:focus").wait_for()

    def turn_over(self) -> None:
        """Go to the next page by the link below the questions."""
        link = ".page:not([hidden]) .after"
        name = self.page.locator(link).get_attribute("href")
        self.follow(link)
        self.page.locator(f"#title-{str(name)[1:]}:focus").wait_for()

    def write(self, wanted: str, text: str) -> None:
        """Walk to a text field and write over what stands in it."""
        if self.reach(wanted)["text"]:
            self.press("Control+a")
        if len(text) <= TYPED:
            self.keys.type(text)
        else:
            self.keys.insert_text(text)

    def write_day(self, wanted: str, day: str) -> None:
        year, month, date = day.split("-")
        self.reach(wanted)
        self.keys.type(f"{month}{date}{year}")

    def pick(self, wanted: str, value: str) -> None:
        """Choose in a select or among radio buttons."""
        choices = self.reach(wanted)["choices"]
        chosen = [at for at, (_, _, on) in enumerate(choices) if on]
        if not chosen:
            self.press("Space")
        wants = [one for one, _, _ in choices].index(value)
        move = wants - (chosen[0] if chosen else 0)
        if not move:
            return
        if abs(move) <= WALKED:
            self.press("ArrowDown" if move > 0 else "ArrowUp", abs(move))
        else:
            self.search(shortest([text for _, text, _ in choices], wants), value)

    def search(self, letters: str, value: str) -> None:
        """Type the beginning of an option; a browser forgets letters after a second."""
        for _ in range(3):
            self.keys.type(letters)
            if self.page.evaluate("document.activeElement.value") == value:
                return
            self.page.wait_for_timeout(1_100)
        raise AssertionError(f"{letters} does not lead to {value}")

    def tick(self, name: str, values: list[str]) -> None:
        """Tick checkboxes of one name."""
        for value in values:
            self.reach(f'[name="{name}"][value="{value}"]')
            self.press("Space")

    def take_files(self, button: str, files: list[Path]) -> None:
        """Open the file dialog with Enter and choose files in it."""
        self.reach(button)
        with self.page.expect_file_chooser() as chooser:
            self.press("Enter")
        chooser.value.set_files(files)

    def name_files(self, picker: str, ids: list[str]) -> None:
        """Search documents by a few letters and tick them."""
        for wanted in ids:
            self.write(f"#{picker}-find", wanted[:SOUGHT])
            self.tick(f"{picker}-item", [wanted])


def shortest(labels: list[str], wanted: int) -> str:
    """Return the shortest beginning, without a space, that only one label has."""
    text = labels[wanted]
    for end in range(1, len(text) + 1):
        begun = [
            label for label in labels if label.lower().startswith(text[:end].lower())
        ]
        if len(begun) == 1:
            return text[:end]
    raise AssertionError(f"{text} is no label of its own")


def answer(keyboard: Keyboard, field: Any, at: str, value: Any) -> None:
    """Give a value to a question or a cell of a table; ``at`` is the id of its control."""
    if field.type in PARTS:
        for key, part in value.items():
            FILL[PARTS[field.type].get(key, "text")](
                keyboard, field, f"{at}-{key}", part
            )
    else:
        FILL[field.type](keyboard, field, at, value)


def _choose(keyboard: Keyboard, _field: Any, at: str, value: Any) -> None:
    code = {True: "true", False: "false"}.get(value, value)
    keyboard.pick(f'#{at}, [name="{at}"]', code)


def _countries(keyboard: Keyboard, field: Any, at: str, value: Any) -> None:
    for code in value if field.multiple else [value]:
        keyboard.pick(f"#{at}-add" if field.multiple else f"#{at}", code)
        if field.multiple:
            keyboard.follow(f"#{at}-put")


def _rows(keyboard: Keyboard, field: Any, at: str, value: Any) -> None:
    if not value:
        keyboard.reach(f"#{at}-none")
        keyboard.press("Space")
    for number, row in enumerate(value):
        keyboard.follow(f"#{at}")
        for column in field.columns:
            if column.id in row:
                answer(keyboard, column, f"{at}-{number}-{column.id}", row[column.id])


#: Values of several parts: how each part is given.
PARTS: dict[str, dict[str, str]] = {
    "duration": {"unit": "choice"},
    "money": {"currency": "choice"},
    "contact": {},
}
FILL: dict[str, Any] = {
    "boolean": _choose,
    "choice": _choose,
    "country": _countries,
    "table": _rows,
    "multi_choice": lambda keyboard, _, at, value: keyboard.tick(at, value),
    "date": lambda keyboard, _, at, value: keyboard.write_day(f"#{at}", value),
    "attachment": lambda keyboard, _, at, value: keyboard.name_files(at, value),
    **dict.fromkeys(
        ("text", "integer", "decimal"),
        lambda keyboard, _, at, value: keyboard.write(f"#{at}", str(value)),
    ),
}
