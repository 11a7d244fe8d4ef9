// Numbers and dates by the browser's Intl, as src/browser/intl.rs says.

export const one_decimal = (value, mark) => value.toFixed(1).replace(".", mark);

export const plural_category = (tag, count) => new Intl.PluralRules(tag).select(count);

// By the letters of CLDR; what stands between apostrophes is text. A number has as many digits as there are letters.
export const date = (rfc3339, timeZone, tag, pattern) => {
  try {
    const numeric = "numeric";
    const known = {};
    const options = { timeZone, calendar: "gregory", numberingSystem: "latn", hourCycle: "h23" };
    const month = pattern.includes("MMM") ? "long" : numeric;
    Object.assign(options, { year: numeric, month, day: numeric, hour: numeric, minute: numeric });
    const parts = new Intl.DateTimeFormat(tag, options).formatToParts(new Date(rfc3339));
    for (const { type, value } of parts) known[type] = value;
    const { year: y, month: M, day: d, hour: H, minute: m } = known;
    return pattern.replace(/'([^']*)'|([yMdHm])\2*/g, (run, text, letter) => {
      const value = { y, M, d, H, m }[letter];
      return value >= 0 ? `${+value}`.padStart(run.length, 0) : value ?? text;
    });
  } catch {
    return rfc3339;
  }
};

// The clock of one time zone, which is the site's. The first that a page makes takes 50 ms on a slow phone, so there is none
// for readers whose own clocks show the same.
let clock;

export const foreign_offset = (rfc3339, timeZone, minute) => {
  try {
    const moment = new Date(rfc3339);
    if (moment.getHours() * 60 + moment.getMinutes() == minute) return;
    clock ??= new Intl.DateTimeFormat("en", { timeZone, timeZoneName: "shortOffset" });
    const told = clock.formatToParts(moment).find(({ type }) => type === "timeZoneName").value;
    return told.replace("-", "−");
  } catch {
    // Browsers from before 2022 know no offsets.
  }
};
