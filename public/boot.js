// Starts the app. When it cannot start (no WebAssembly, a file that did not arrive), the page says
// so and offers a way on; it never stays blank.
const fail = (error) => {
  console.error(error);
  document.getElementById("boot")?.remove();
  document.getElementById("failed")?.removeAttribute("hidden");
};

try {
  if (typeof WebAssembly !== "object") throw new Error("This browser has no WebAssembly.");
  const app = await import("./app.js");
  await app.default({ module_or_path: new URL("./app_bg.wasm", import.meta.url) });
} catch (error) {
  fail(error);
}
