// An article read aloud by the browser's own voice, sentence by sentence: fetched when it is first asked for (ADR 13).
// Pausing is stopping and remembering the sentence: on some phones a pause of the voice itself has no end.

const TEXT = ".article h1, .article .lead, .article-body > :is(p, h2, h3, h4), .article-body > :is(ul, ol) > li, .article-body .quote p";
const SPEEDS = [0.75, 1, 1.25, 1.5, 2];
const KEY = "bantin:2:speed";

const make = (tag, properties, ...children) => {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
};

// Where sentences begin and end in a text.
const sentences = (text, lang) => {
  if (Intl.Segmenter) {
    const segmenter = new Intl.Segmenter(lang, { granularity: "sentence" });
    return [...segmenter.segment(text)].map(({ index, segment }) => [index, index + segment.length]);
  }
  return [...text.matchAll(/[^.!?…]+[.!?…]*["”’)]*\s*/gu)].map(({ 0: found, index }) => [index, index + found.length]);
};

// The place of characters `start` to `end` of an element's text, as a range.
const rangeOf = (element, start, end) => {
  const range = document.createRange();
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let passed = 0;
  let hasBegun = false;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { length } = node;
    if (!hasBegun && start < passed + length) {
      range.setStart(node, start - passed);
      hasBegun = true;
    }
    if (end <= passed + length) {
      range.setEnd(node, end - passed);
      return range;
    }
    passed += length;
  }
  return range;
};

const script = (article) => {
  const { lang } = article;
  const all = [];
  for (const element of article.parentElement.querySelectorAll(TEXT)) {
    for (const [start, end] of sentences(element.textContent, element.closest("[lang]").lang || lang)) {
      const text = element.textContent.slice(start, end).trim();
      if (text) all.push({ element, start, end, text });
    }
  }
  return all;
};

const voiceFor = (lang) => {
  const [language] = lang.split("-");
  const voices = speechSynthesis.getVoices().filter((voice) => voice.lang.toLowerCase().startsWith(language));
  // One on the device speaks without a network too.
  return voices.find(({ localService }) => localService) ?? voices[0];
};

// Marks a sentence: without touching the text where the browser can, else the block it stands in.
const mark = (sentence) => {
  for (const one of document.querySelectorAll(".spoken-block")) one.classList.remove("spoken-block");
  CSS.highlights?.delete("spoken");
  if (!sentence) return;
  const { element, start, end } = sentence;
  if (CSS.highlights) CSS.highlights.set("spoken", new Highlight(rangeOf(element, start, end)));
  else element.classList.add("spoken-block");
  const { top, bottom } = element.getBoundingClientRect();
  if (bottom < 80 || top > innerHeight - 120) element.scrollIntoView({ block: "center" });
};

let stop;

// Reads the article that `button` stands in, or stops.
export const listen = (button) => {
  if (stop) return stop();
  const article = button.closest(".article");
  const [label, pauseWords, goOnWords, stopWords, speedWords, sorry] = button.dataset.words.split("|");
  const all = script(article);
  const voice = voiceFor(article.lang);
  // The app may put the buttons there anew.
  const shown = () => article.querySelector(".listen");
  const press = (isPressed) => shown()?.setAttribute("aria-pressed", isPressed);
  let at = 0;
  let isPaused = false;
  // Kept here, else a browser may forget it before it has ended.
  let said;

  const pause = make("button", { type: "button", className: "button", textContent: pauseWords });
  const speed = make("select", {}, ...SPEEDS.map((rate) => new Option(`${new Intl.NumberFormat(article.lang, { numberingSystem: "latn" }).format(rate)}×`, rate)));
  const close = make("button", { type: "button", className: "button button-quiet", textContent: stopWords });
  const bar = make("div", { className: "listening", role: "region", ariaLabel: label }, pause, make("label", {}, `${speedWords} `, speed), close);
  try {
    // In hundredths, which are written without a point (src/reader/listening.rs).
    speed.value = localStorage.getItem(KEY) / 100;
  } catch {}
  if (!speed.value) speed.value = 1;

  const say = () => {
    speechSynthesis.cancel();
    const sentence = all[at];
    if (!sentence) return stop();
    mark(sentence);
    const own = (said = new SpeechSynthesisUtterance(sentence.text));
    own.lang = article.lang;
    own.voice = voice ?? null;
    own.rate = Number(speed.value);
    own.onend = () => {
      if (own !== said) return;
      at++;
      say();
    };
    own.onerror = ({ error }) => {
      if (own !== said || error === "canceled" || error === "interrupted") return;
      stop();
      // The app's own text node: it goes on with it.
      const words = document.getElementById("announcement")?.firstChild;
      if (words) words.data = sorry;
    };
    speechSynthesis.speak(own);
  };
  const hush = () => {
    said = undefined;
    speechSynthesis.cancel();
  };
  pause.onclick = () => {
    isPaused = !isPaused;
    pause.textContent = isPaused ? goOnWords : pauseWords;
    if (isPaused) hush();
    else say();
  };
  speed.onchange = () => {
    try {
      localStorage.setItem(KEY, speed.value * 100);
    } catch {}
    if (!isPaused) say();
  };
  close.onclick = () => stop();
  const onEscape = ({ key }) => key === "Escape" && stop();
  bar.addEventListener("keydown", onEscape);
  // Another page: the voice does not go on behind it.
  const left = new MutationObserver(() => (article.isConnected ? press(true) : stop()));
  left.observe(document.body, { childList: true, subtree: true });
  addEventListener("pagehide", hush);
  stop = () => {
    stop = undefined;
    hush();
    mark();
    left.disconnect();
    removeEventListener("pagehide", hush);
    const hadFocus = bar.contains(document.activeElement);
    bar.remove();
    press(false);
    if (hadFocus) shown()?.focus({ preventScroll: true });
  };
  press(true);
  document.body.append(bar);
  pause.focus({ preventScroll: true });
  say();
};
