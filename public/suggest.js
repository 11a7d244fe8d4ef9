// What the search field suggests while the reader types: fetched when the field first has the focus (ADR 13). This
// draws it, follows the keys and decides when to ask. It asks as any link does that is about to be opened: the app
// fetches the page behind it ahead, and tells the field what it found (src/app/suggest.rs, src/browser.js).

// After so many milliseconds without a key it is asked, with so many letters at least; so many are shown.
const PAUSE = 200;
const FEWEST = 2;
const MOST = 6;
// Letters that a word has at least which may go on, and what a word is: as model/src/search.rs has them.
const BEGUN = 3;
const WORD = /[\p{L}\p{M}\p{N}]+/gu;

const make = (tag, properties, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

const foldForSearch = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d");
const words = (text) => foldForSearch(text).match(WORD) ?? [];

// Found in this visit: question → how many there are, and the first of them: `slug`, `lang`, `title`, `lead`.
const kept = new Map();

// The question that a field's text is: the word in which it ends may go on.
const questionOf = (text) => {
  const plain = text.normalize("NFC").toLowerCase().replace(/\s+/g, " ").trimStart();
  // A single letter after words says nothing yet.
  return / .?$/.test(plain) ? plain.replace(/ .?$/, "") : `${plain}*`;
};

// Whether a word is one that is asked for, and whether it is the last of them, which may go on.
const tests = (question) => {
  const asked = words(question);
  return asked.map((one, at) => {
    const goesOn = question.endsWith("*") && at === asked.length - 1 && one.length >= BEGUN;
    return (word) => (goesOn ? word.startsWith(one) : word === one);
  });
};

// What is known without asking: the same, or what is left of all that a shorter question found.
const known = (question) => {
  for (const [shorter, { total, hits }] of kept) {
    const [begin, mayGoOn] = shorter.split("*");
    const isBegun = mayGoOn === "" && words(begin).at(-1)?.length >= BEGUN;
    const isPart = question.startsWith(begin) && (isBegun || /^( |$)/.test(question.slice(begin.length)));
    if (kept.has(question) || total > hits.length || !isPart) continue;
    const asked = tests(question);
    const left = hits.filter(({ title, lead }) => {
      const all = words(`${title} ${lead}`);
      return asked.every((test) => all.some(test));
    });
    // The others may have it in their text.
    if (left.length || !total) kept.set(question, { total: left.length, hits: left });
  }
  return kept.get(question);
};

const marked = (title, question) => {
  const asked = tests(question);
  const parts = [];
  let plain = 0;
  for (const { 0: word, index } of title.matchAll(WORD)) {
    if (!asked.some((test) => test(foldForSearch(word)))) continue;
    parts.push(title.slice(plain, index), make("mark", { textContent: word }));
    plain = index + word.length;
  }
  return [...parts, title.slice(plain)];
};

// Lets the field suggest.
export const suggest = (field) => {
  if (field.role === "combobox") return;
  const label = field.dataset.words;
  const list = make("div", { id: "suggestions", className: "suggestions", role: "listbox", ariaLabel: label, hidden: true });
  const status = make("p", { className: "visually-hidden", role: "status" });
  const link = make("a", { hidden: true });
  let at = -1;
  let timer;
  // The question whose answer is shown when it comes.
  let awaited;

  const choose = (to) => {
    at = to;
    [...list.children].forEach((one, place) => (one.ariaSelected = String(place === at)));
    const { id = "" } = list.children[at] ?? {};
    field.setAttribute("aria-activedescendant", id);
    list.children[at]?.scrollIntoView({ block: "nearest" });
  };
  const show = (isOpen) => {
    list.hidden = !isOpen;
    field.ariaExpanded = String(isOpen);
    choose(-1);
  };
  const close = () => {
    clearTimeout(timer);
    awaited = undefined;
    status.textContent = "";
    show(false);
  };
  const draw = (question) => {
    const { hits } = known(question) ?? { hits: [] };
    const option = ({ slug, lang, title }, place) => {
      // Of the site, whatever was found: this script stands in its root.
      const { href } = new URL(`articles/${encodeURIComponent(slug)}/`, import.meta.url);
      return make("a", { href, lang, id: `suggestion-${place}`, role: "option", tabIndex: -1 }, ...marked(title, question));
    };
    list.replaceChildren(...hits.slice(0, MOST).map(option));
    const { length } = list.children;
    show(length > 0);
    status.textContent = `${label}: ${length}`;
  };
  const ask = () => {
    const question = questionOf(field.value);
    awaited = question;
    if (known(question)) return draw(question);
    link.href = `${field.form.action}?q=${encodeURIComponent(question)}`;
    link.dispatchEvent(new Event("focusin", { bubbles: true }));
  };
  const take = ({ detail: { question, total, hits } }) => {
    // Nothing but the question where it could not be asked.
    const isFound = total !== undefined;
    if (isFound) kept.set(question, { total, hits });
    if (question === awaited) isFound ? draw(question) : close();
  };
  const wait = () => {
    clearTimeout(timer);
    awaited = undefined;
    if (words(field.value).join("").length < FEWEST) close();
    else timer = setTimeout(ask, PAUSE);
  };

  field.addEventListener("input", ({ isComposing }) => isComposing || wait());
  // What stands there is not yet what is meant.
  field.addEventListener("compositionstart", close);
  field.addEventListener("compositionend", wait);
  field.addEventListener("blur", close);
  // The focus stays in the field, else it would close before the click.
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", close);
  field.addEventListener("keydown", (event) => {
    const { key, isComposing, keyCode } = event;
    // Some browsers tell the key that ends a composition as 229 only.
    if (isComposing || keyCode === 229 || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const { length } = list.children;
    const isOpen = !list.hidden;
    const to = new Map([
      // Past either end stands the field itself.
      ["ArrowDown", at + 1 < length ? at + 1 : -1],
      ["ArrowUp", at < 0 ? length - 1 : at - 1],
      ["Home", at < 0 ? undefined : 0],
      ["End", at < 0 ? undefined : length - 1],
    ]).get(key);
    if (isOpen && to !== undefined) choose(to);
    else if (key === "ArrowDown" && words(field.value).join("").length >= FEWEST) ask();
    else if (isOpen && key === "Escape") close();
    else if (key === "Enter" && at >= 0) list.children[at].click();
    else {
      if (key === "Enter") close();
      // The cursor moves in the words again.
      if (key === "ArrowLeft" || key === "ArrowRight") choose(-1);
      return;
    }
    event.preventDefault();
  });

  field.role = "combobox";
  field.ariaAutoComplete = "list";
  field.setAttribute("aria-controls", list.id);
  field.after(list, status, link);
  field.addEventListener("bantin-found", take);
  show(false);
  // What was typed before this was there.
  if (field.value !== field.defaultValue) wait();
};
