// A video of another site plays in the page once the reader has asked for it; nothing of that site is called before. It
// stands above its link, which leads there from then on.

// What sites say of themselves: where a video plays that is embedded.
const youtube = ({ hostname, pathname, searchParams }) => {
  const path = pathname.split("/");
  const id = hostname === "youtu.be" ? path[1] : searchParams.get("v") ?? (/^(embed|live|shorts)$/.test(path[1]) && path[2]);
  const start = parseInt(searchParams.get("t") ?? searchParams.get("start"), 10);
  return id && `https://www.youtube-nocookie.com/embed/${encodeURIComponent(id)}?autoplay=1${start ? `&start=${start}` : ""}`;
};
const vimeo = ({ pathname, searchParams }) => {
  const [, id, key = searchParams.get("h")] = pathname.match(/\/(\d+)(?:\/(\w+))?/) ?? [];
  return id && `https://player.vimeo.com/video/${id}?autoplay=1&dnt=1${key ? `&h=${encodeURIComponent(key)}` : ""}`;
};
const dailymotion = ({ pathname }) => {
  const [, id] = pathname.match(/\/video\/(\w+)/) ?? [];
  return id && `https://geo.dailymotion.com/player.html?video=${id}`;
};

// The hosts whose videos play here, by their whole names: `youtube.evil.example` is none of them.
const players = new Map([
  ["youtube.com", youtube],
  ["www.youtube.com", youtube],
  ["m.youtube.com", youtube],
  ["music.youtube.com", youtube],
  ["youtu.be", youtube],
  ["youtube-nocookie.com", youtube],
  ["www.youtube-nocookie.com", youtube],
  ["vimeo.com", vimeo],
  ["www.vimeo.com", vimeo],
  ["player.vimeo.com", vimeo],
  ["dailymotion.com", dailymotion],
  ["www.dailymotion.com", dailymotion],
  ["geo.dailymotion.com", dailymotion],
]);

// Plays what the link leads to; false when it cannot, or does already.
export const play = (link) => {
  const source = players.get(link.hostname)?.(new URL(link.href));
  if (!source || link.previousElementSibling) return false;
  const frame = document.createElement("iframe");
  frame.className = "embed-frame";
  frame.title = link.innerText;
  frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
  // Its own scripts and storage, windows of its own; not this page's address bar.
  frame.sandbox = "allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-presentation";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  frame.src = source;
  link.before(frame);
  frame.focus();
  return true;
};
