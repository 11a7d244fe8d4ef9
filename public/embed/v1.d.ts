// What the widgets take and tell, for TypeScript. docs/embed.md describes it; a test holds this file, the
// manifest (custom-elements.json) and the loader to each other.

/** Why there is nothing to be shown. */
export type BantinFailureKind =
  | "network" | "timeout" | "server" | "unreadable" | "crashed" | "blocked" | "not-found" | "refused" | "empty";

export interface BantinFailure {
  kind: BantinFailureKind;
}

/** A vote that the newsroom has confirmed. */
export interface BantinRating {
  article: string;
  /** Null when the vote was taken back. */
  stars: 1 | 2 | 3 | 4 | 5 | null;
  /** Null without votes. */
  average: number | null;
  count: number;
}

export interface BantinNavigation {
  href: string;
}

export interface BantinElementEventMap {
  "bantin-ready": CustomEvent<null>;
  "bantin-rated": CustomEvent<BantinRating>;
  "bantin-error": CustomEvent<BantinFailure>;
  /** Cancelable. */
  "bantin-navigate": CustomEvent<BantinNavigation>;
}

/** What all three have. Attributes of the same names mirror the properties; `heading-level` is an attribute only. */
export interface BantinElement extends HTMLElement {
  theme: "light" | "dark" | "";
  /** Root of another newsroom's API, ending in `/api/v1/`. */
  api: string;
  addEventListener<K extends keyof BantinElementEventMap>(
    type: K,
    listener: (this: this, event: BantinElementEventMap[K]) => void,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

/** `<bantin-rating>` */
export interface BantinRatingElement extends BantinElement {
  article: string;
}

/** `<bantin-related>` */
export interface BantinRelatedElement extends BantinElement {
  article: string;
  /** 1 to 20. */
  limit: string;
}

/** `<bantin-latest>` */
export interface BantinLatestElement extends BantinElement {
  section: string;
  /** 1 to 20. */
  limit: string;
}

declare global {
  interface HTMLElementTagNameMap {
    "bantin-rating": BantinRatingElement;
    "bantin-related": BantinRelatedElement;
    "bantin-latest": BantinLatestElement;
  }
}
