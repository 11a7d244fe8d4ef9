// Pictures seen large, as src/browser/photos.rs says.

export const show_large = (photo, place) => {
  const picture = photo.querySelector("picture, img").cloneNode(true);
  for (const one of [picture, ...picture.children]) {
    if (one.localName === "source") one.sizes = "100vw";
    if (one.localName === "img") one.loading = "eager";
  }
  const caption = photo.closest("figure")?.querySelector("figcaption")?.cloneNode(true);
  place.replaceChildren(picture, ...(caption ? [caption] : []));
  // The arrow keys move a caption that is longer than its place.
  if (caption?.scrollHeight > caption?.clientHeight) caption.tabIndex = 0;
};
