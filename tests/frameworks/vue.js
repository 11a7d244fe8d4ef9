// A page made with Vue.
import { createApp, h, ref } from "vue/dist/vue.runtime.esm-browser.prod.js";

const articles = ref(window.articles);
const theme = ref("light");
window.setArticles = (value) => (articles.value = value);
window.setTheme = (value) => (theme.value = value);

createApp({
  render: () =>
    h(
      "main",
      articles.value.map((article) =>
        h(
          "bantin-rating",
          { key: article, article, theme: theme.value, onBantinRated: ({ detail }) => (window.heard = detail) },
          "…",
        ),
      ),
    ),
}).mount("#app");
