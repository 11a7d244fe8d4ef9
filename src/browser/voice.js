// The browser's own voice, as src/browser/voice.rs says. Nothing here throws: where a browser has no voice, or forbids
// it, nothing is said.

const short = (lang) => lang.toLowerCase().split(/[-_]/)[0];

const voice_for = (lang) => {
  const voices = speechSynthesis.getVoices().filter((voice) => short(voice.lang) === short(lang));
  // One on the device speaks without a network too.
  return voices.find(({ localService }) => localService) ?? voices[0];
};

export const speaks = (lang) => {
  try {
    return !!voice_for(lang);
  } catch {
    return false;
  }
};

// Kept here, else a browser may forget it before it has ended.
let said;

export const say = (text, lang, rate) =>
  new Promise((end) => {
    try {
      const onerror = ({ error }) => /^(canceled|interrupted)$/.test(error) || end(false);
      said = new SpeechSynthesisUtterance(text);
      Object.assign(said, { lang, voice: voice_for(lang) ?? null, rate, onend: () => end(true), onerror });
      speechSynthesis.speak(said);
    } catch {
      end(false);
    }
  });

export const hush = () => {
  try {
    speechSynthesis.cancel();
  } catch {}
};

export const sentence_ends = (text, lang) => {
  try {
    const found = new Intl.Segmenter(lang, { granularity: "sentence" }).segment(text);
    return Uint32Array.from(found, ({ index, segment }) => index + segment.length);
  } catch {
    return new Uint32Array();
  }
};

export const mark = (element, start, end) => {
  const { highlights } = CSS;
  highlights?.delete("spoken");
  document.querySelector(".spoken-block")?.classList.remove("spoken-block");
  if (!element) return;
  if (highlights) {
    const range = document.createRange();
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    let passed = 0;
    for (let node; (node = walker.nextNode()); passed += node.length) {
      if (start >= passed && start < passed + node.length) range.setStart(node, start - passed);
      if (end > passed && end <= passed + node.length) range.setEnd(node, end - passed);
    }
    highlights.set("spoken", new Highlight(range));
  } else element.classList.add("spoken-block");
  const { top, bottom } = element.getBoundingClientRect();
  if (bottom < 80 || top > innerHeight - 120) element.scrollIntoView({ block: "center" });
};
