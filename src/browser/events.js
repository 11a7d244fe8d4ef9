// What happens on the page, as src/browser/events.rs says.

// What an event says of a choice between radios: 0 that it is not an arrow that moves it next, 1 that it is, 2 that the
// choice is made, by Enter or by leaving the group. A key that is used here goes no further: pages have keys of their own.
export const of_choice = (event) => {
  const { key, target, type } = event;
  const isRadio = target.type === "radio";
  if (type === "focusout") return isRadio && target.parentNode.contains(event.relatedTarget) ? undefined : 2;
  if (event.ctrlKey || event.metaKey || event.altKey) return 0;
  const isArrow = isRadio && /^Arrow/.test(key);
  const isEnter = key === "Enter";
  if (isArrow || isEnter || key === " ") event.stopPropagation();
  if (type !== "keydown") return 0;
  if (!isEnter || !isRadio) return Number(isArrow);
  event.preventDefault();
  // Chooses the one that has the focus, where none is chosen yet.
  target.click();
  return 2;
};

// Some engines have no word for it. A page in the background has no idle moments.
export const idle = () =>
  new Promise((go) => (self.requestIdleCallback ? requestIdleCallback(go, { timeout: 2000 }) : setTimeout(go, 200)));

// Lets the browser do its own work before what follows: what takes a slow processor long in one piece would be felt.
export const breath = () => self.scheduler?.yield?.() ?? new Promise(setTimeout);

// What the page told the app (src/takeover.rs) is not wanted again. The element stays, without its name: a browser styles a
// whole page anew when a child of its body goes.
export const tell_begun = () => {
  const page = document.getElementById("bantin-page");
  page?.removeAttribute("id");
  page?.replaceChildren();
  dispatchEvent(new Event("bantin:begun"));
};

// The next frame begins before it is painted, and a timer in it ends after.
export const painted = () => new Promise((go) => requestAnimationFrame(() => setTimeout(go)));
